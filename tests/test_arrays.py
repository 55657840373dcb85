"""A file of arrays is whole or not there: what was cut, altered or half-written is never read."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from routes.arrays import DamagedError, read_arrays, write_arrays
from routes.errors import UsageError

ARRAYS: dict[str, NDArray[Any]] = {
    "a": np.arange(100, dtype=np.int32),
    "b": np.zeros(0, np.int16),
    "c": np.arange(7, dtype=np.uint8),
}
ROOT = Path(__file__).resolve().parents[2]
ABOUT = {"version": 1, "name": "Хасан"}


def write(path: Path) -> bytes:
    write_arrays(path, ARRAYS, ABOUT)
    return path.read_bytes()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "x.bin")
    stored = read_arrays(tmp_path / "deep" / "x.bin")
    assert stored is not None and stored.about == ABOUT
    assert stored.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert stored.arrays[name].dtype == array.dtype
        assert np.array_equal(stored.arrays[name], array)
        with pytest.raises(ValueError, match="read-only"):
            stored.arrays["a"][0] = 1


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "x.bin") == write(tmp_path / "y.bin")


def test_file_that_is_missing_is_none(tmp_path: Path) -> None:
    assert read_arrays(tmp_path / "x.bin") is None


@pytest.mark.parametrize("content", [b"", b"x", b"routes-arrays-1\n", b"\0" * 500], ids=len)
def test_file_of_another_make_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(content)
    with pytest.raises(DamagedError):
        read_arrays(tmp_path / "x.bin")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write(tmp_path_factory.mktemp("store") / "x.bin")


@given(st.data())
def test_any_cut_or_altered_byte_is_noticed(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("harm") / "x.bin"
    at = data.draw(st.integers(0, len(whole) - 1))
    harmed = bytearray(whole[:at]) if data.draw(st.booleans()) else bytearray(whole)
    if len(harmed) == len(whole):
        harmed[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(harmed)
    with pytest.raises(DamagedError):
        read_arrays(path)


def test_bytes_after_the_end_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(write(tmp_path / "x.bin") + b"more")
    with pytest.raises(DamagedError):
        read_arrays(tmp_path / "x.bin")


def fill_disk(monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def refuse(*_args: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, refuse)


def test_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(tmp_path / "x.bin")
    fill_disk(monkeypatch, "fsync")
    with pytest.raises(UsageError, match="No space left on device") as caught:
        write_arrays(tmp_path / "x.bin", ARRAYS, {"version": 2})
    assert "XDG_CACHE_HOME" in caught.value.hint
    assert (tmp_path / "x.bin").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["x.bin"]


def test_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    with pytest.raises(UsageError, match="cannot write"):
        write_arrays(tmp_path / "file" / "x.bin", ARRAYS, ABOUT)


def test_writer_that_dies_leaves_nothing_that_is_read(tmp_path: Path) -> None:
    before = write(tmp_path / "x.bin")
    script = (
        "import os, sys, numpy as np\nfrom pathlib import Path\nfrom routes.arrays import write_arrays\n"
        "os.fsync = lambda handle: os._exit(9)\n"
        "write_arrays(Path(sys.argv[1]), {'a': np.zeros(9, np.int32)}, {})\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "x.bin")], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert (tmp_path / "x.bin").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_what_dead_writers_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / ".x.bin.12345.part"
    left.write_bytes(b"half")
    fresh = tmp_path / ".x.bin.54321.part"
    fresh.write_bytes(b"half")
    os.utime(left, (0, 0))
    write(tmp_path / "x.bin")
    assert not left.exists()
    assert fresh.exists()  # another process may be writing it at this moment


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    script = (
        "import sys, numpy as np\nfrom pathlib import Path\nfrom routes.arrays import write_arrays\n"
        "for n in range(40):\n"
        "    write_arrays(Path(sys.argv[1]), {'a': np.full(50_000, int(sys.argv[2]), np.int32)}, {})\n"
    )
    path = tmp_path / "x.bin"
    commands = [[sys.executable, "-c", script, str(path), str(n)] for n in (1, 2)]
    writers = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    seen = 0
    while any(writer.poll() is None for writer in writers):
        stored = read_arrays(path)
        if stored is not None:
            assert len(set(stored.arrays["a"].tolist())) == 1
            seen += 1
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen
    assert [p.name for p in tmp_path.iterdir()] == ["x.bin"]
