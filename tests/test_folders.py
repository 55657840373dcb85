"""Data folders laid over one another, and files read and written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.errors import UsageError
from routes.folders import DataFolder, packaged_folder, read_text, stack_folders, write_text
from tests.build import write


def test_packaged_folder_holds_the_data() -> None:
    folder = packaged_folder()
    assert folder.label == "data"
    assert (folder.path / "stations.csv").is_file()


def test_own_folder_lies_over_the_packaged_one(tmp_path: Path) -> None:
    assert stack_folders(tmp_path) == (packaged_folder(), DataFolder(tmp_path, str(tmp_path)))
    assert stack_folders(None) == (packaged_folder(),)


def test_missing_own_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        stack_folders(tmp_path / "none")


def test_file_in_place_of_the_own_folder_is_refused_as_such(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder"):
        stack_folders(write(tmp_path / "file", ""))


def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n")
    assert read_text(path, label="f") == ("a,b\r\n", [])


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (None, "file_missing", "the file does not exist"),
        ("Хасан".encode("cp1251"), "file_unreadable", "byte 0 (0xd5) is not UTF-8 text"),
        ("a,Хасан".encode("utf-16"), "file_unreadable", "byte 0 (0xff) is not UTF-8 text"),
    ],
)
def test_file_that_cannot_be_read_is_a_finding(tmp_path: Path, content: bytes | None, code: str, message: str) -> None:
    path = tmp_path / "f"
    if content is not None:
        path.write_bytes(content)
    text, (finding,) = read_text(path, label="own/f")
    assert (text, finding.code, finding.file, finding.message) == ("", code, "own/f", message)


def test_folder_in_place_of_a_file_is_a_finding(tmp_path: Path) -> None:
    _, (finding,) = read_text(tmp_path, label="f")
    assert finding.code == "file_unreadable"


def test_written_text_reads_back_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "f.txt"
    write_text(path, "Хасан\r\n")
    write_text(path, "하산\n")
    assert path.read_bytes().decode("utf-8") == "하산\n"
    assert [p.name for p in path.parent.iterdir()] == ["f.txt"]


def test_text_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "f"
    write(place / "inside", "kept")
    with pytest.raises(UsageError, match="cannot write"):
        write_text(place, "text")  # a folder of that name is in the way
    assert [p.name for p in tmp_path.iterdir()] == ["f"]
    assert (place / "inside").read_text(encoding="utf-8") == "kept"


def test_file_in_the_way_of_a_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "file", "kept")
    with pytest.raises(UsageError, match="cannot write"):
        write_text(tmp_path / "file" / "f", "text")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
