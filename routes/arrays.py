"""One file of arrays: written beside and renamed, checked by its checksum, read as views of the mapped file."""

from __future__ import annotations

import json
import mmap
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MAGIC = b"routes-arrays-1\n"
ALIGN = 64
KINDS = ("int8", "int16", "int32", "int64", "uint8", "uint32")
LONGEST_HEAD = 4_000_000
STALE_S = 3600


class Stored(NamedTuple):
    """The arrays of a file by name, closed to writing, and what was written with them."""

    arrays: Mapping[str, NDArray[Any]]
    about: dict[str, Any]


class DamagedError(ValueError):
    """A file is not what `write_arrays` writes: cut short, altered, or of another make."""


def write_arrays(
    path: Path, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any], *, what: str = "the rail network"
) -> None:
    """Write a file whole or not at all: beside it first, under a name of this process, then renamed over it.

    `what` is what the file holds, for messages.

    Raises: UsageError, when the place cannot be written or is full.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            _write(file, arrays, about)
            file.flush()
            os.fsync(file.fileno())
        _sweep(beside, path)
        beside.replace(path)
    except OSError as fault:
        raise UsageError(
            f'cannot write {what} to "{path}": {fault.strerror}',
            hint="free some room there, or name another place in XDG_CACHE_HOME",
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink()


def _sweep(beside: Path, path: Path) -> None:
    """Remove what writers that died left beside a file more than an hour before this one was written."""
    now_s = beside.stat().st_mtime
    for left in path.parent.glob(f".{path.name}.*.part"):
        with suppress(OSError):
            if left.stat().st_mtime < now_s - STALE_S:
                left.unlink()


def _write(file: Any, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> None:
    """Write magic, checksum, length of the head, the head, then each array at a multiple of ALIGN."""
    layout, offset, checksum = [], 0, 0
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    for name, array in whole.items():
        layout.append([name, str(array.dtype), len(array), offset])
        offset += -(-array.nbytes // ALIGN) * ALIGN
    head = json.dumps({"about": about, "arrays": layout, "bytes": offset}, sort_keys=True).encode()
    head += b" " * (-(len(MAGIC) + 12 + len(head)) % ALIGN)
    checksum = zlib.crc32(head)
    for array in whole.values():
        checksum = zlib.crc32(bytes(-array.nbytes % ALIGN), zlib.crc32(array.data.cast("B"), checksum))
    file.write(MAGIC + checksum.to_bytes(4, "little") + len(head).to_bytes(8, "little") + head)
    for array in whole.values():
        file.write(array.data.cast("B"))
        file.write(bytes(-array.nbytes % ALIGN))


def read_arrays(path: Path) -> Stored | None:
    """Return what was written, mapped rather than copied; None where there is no file.

    Raises: DamagedError, when the file is not whole; UsageError, when it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                raise DamagedError("the file is empty")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise UsageError(
            f'cannot read "{path}": {fault.strerror}', hint="make the file readable, or remove it"
        ) from None
    return _read(memoryview(mapped))


def _read(view: memoryview) -> Stored:
    start = len(MAGIC) + 12
    if bytes(view[: len(MAGIC)]) != MAGIC or len(view) < start:
        raise DamagedError("the file is of another make")
    checksum = int.from_bytes(view[len(MAGIC) : len(MAGIC) + 4], "little")
    size = int.from_bytes(view[len(MAGIC) + 4 : start], "little")
    if size > min(LONGEST_HEAD, len(view) - start) or zlib.crc32(view[start:]) != checksum:
        raise DamagedError("the checksum is wrong")
    try:
        head = json.loads(bytes(view[start : start + size]))
        body = view[start + size :]
        if head["bytes"] != len(body):
            raise DamagedError("the file is cut short")
        return Stored({row[0]: _take(body, row) for row in head["arrays"]}, head["about"])
    except (ValueError, KeyError, TypeError, IndexError) as fault:
        raise DamagedError(f"the head cannot be read: {fault}") from None


def _take(body: memoryview, row: list[Any]) -> NDArray[Any]:
    _, kind, count, offset = row
    if kind not in KINDS:
        raise DamagedError(f"an array of {kind}")
    return np.frombuffer(body, kind, count, offset) if count else np.zeros(0, kind)
