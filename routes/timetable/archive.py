"""The files of a GTFS feed, out of a zip or a folder; archives made to harm are refused before they are unpacked."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from routes.errors import DataError, UsageError

MOST_BYTES = 6_000_000_000
"""Of all tables of a feed, unpacked; the largest known feed, of all of Germany, has some 3 GB."""
MOST_RATIO, SMALL_BYTES = 200, 1_000_000
"""A table shrinks to a tenth or less; what shrinks more than this, and is not small, was made to harm."""
KINDS = (".txt", ".geojson")
MOST_MEMBERS = 1_000
HINT = "fetch the feed again from its publisher; nothing was unpacked"
Lines = Iterator[str]


class Feed(NamedTuple):
    """A feed: the name of its file, the size in bytes of each table, and how to open one for reading."""

    label: str
    sizes: Mapping[str, int]
    open_table: Callable[[str], IO[bytes]]


@contextmanager
def open_feed(path: Path) -> Iterator[Feed]:
    """Yield the tables of a feed, which is a zip or a folder of them.

    Raises: UsageError, when there is no feed to read; DataError, when the archive is damaged or made to harm.
    """
    try:
        if path.is_dir():
            sizes = {p.name: p.stat().st_size for p in sorted(path.iterdir()) if p.suffix in KINDS and p.is_file()}
            yield Feed(path.name, sizes, lambda name: (path / name).open("rb"))
            return
        with ZipFile(path) as archive:
            members = _choose_tables(archive.infolist(), path)
            sizes = {name: member.file_size for name, member in members.items()}
            yield Feed(path.name, sizes, lambda name: archive.open(members[name]))
    except OSError as fault:
        raise UsageError(f'cannot read "{path}": {fault.strerror or fault}', hint="name a GTFS feed") from None
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise DataError(f'cannot unpack "{path}": {fault}', hint=HINT) from None


def _choose_tables(members: list[ZipInfo], path: Path) -> dict[str, ZipInfo]:
    """Return the tables by name: those beside agency.txt or stop_times.txt, nearest to the root.

    Raises: DataError, for an archive made to harm; UsageError, for one that holds no feed.
    """
    _refuse_harm(members, path)
    tables = [m for m in members if not m.is_dir() and m.filename.endswith(KINDS)]
    marks = [PurePosixPath(m.filename) for m in tables if PurePosixPath(m.filename).name == "stop_times.txt"]
    if not marks:
        raise UsageError(f'there is no stop_times.txt in "{path}"', hint="name a GTFS feed")
    folder = min(marks, key=lambda p: len(p.parts)).parent
    return {p.name: m for m in tables if (p := PurePosixPath(m.filename)).parent == folder}


def _refuse_harm(members: list[ZipInfo], path: Path) -> None:
    fault = "" if len(members) <= MOST_MEMBERS else f"it has {len(members):,} members"
    seen: set[str] = set()
    for member in members:
        fault = fault or _find_harm(member)
        if member.filename in seen:
            fault = fault or f"it has two members named {member.filename!r}"
        seen.add(member.filename)
    if (total := sum(m.file_size for m in members)) > MOST_BYTES:
        fault = fault or f"it unpacks to {total:,} bytes, and at most {MOST_BYTES:,} are read"
    if fault:
        raise DataError(f'"{path}" is refused: {fault}', hint=HINT)


def _find_harm(member: ZipInfo) -> str:
    """Return what is wrong with one member, or ""."""
    name = member.orig_filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or "\0" in name or ".." in name.split("/"):
        return f"the name {name[:80]!r} leads out of the archive"
    if member.flag_bits & 1:
        return f"{name!r} is encrypted"
    if member.file_size > SMALL_BYTES and member.file_size > MOST_RATIO * max(1, member.compress_size):
        return (
            f"{name!r} unpacks to {member.file_size // max(1, member.compress_size):,} times its size, as zip bombs do"
        )
    return ""


def hash_feed(path: Path) -> str:
    """Return the SHA-256 of a feed: of the archive, or of the tables of a folder in order of their names."""
    digest = hashlib.sha256()
    for part in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
        with part.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def read_text(feed: Feed, name: str) -> io.TextIOWrapper:
    """Return a table as text without byte-order mark; what is not UTF-8 becomes U+FFFD."""
    return io.TextIOWrapper(feed.open_table(name), encoding="utf-8-sig", errors="replace", newline="")
