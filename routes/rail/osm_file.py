"""An OpenStreetMap file opened for reading: the objects that pass a filter, and every fault that stops it told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from routes.errors import DataError
from routes.findings import Finding

if TYPE_CHECKING:
    from osmium import FileProcessor

EXAMPLES = 3
FORMATS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
"""Endings by which the format is known; a file with another is taken for PBF."""
LARGE_FILE = 700_000_000
"""Bytes of a file whose nodes, one in some 8 bytes, take as much memory as one bit for every id."""


class Tally:
    """The faults of one file, counted by kind, with the first few objects of each.

    A region has thousands of ways that end at its border; each kind of fault becomes one finding.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self._counts: Counter[tuple[str, str, str, str]] = Counter()
        self._examples: dict[tuple[str, str, str, str], list[str]] = {}

    def add(self, code: str, field: str, message: str, *, remedy: str, example: str) -> None:
        """Count one fault; `message` tells what is wrong with each of these objects."""
        kind = (code, field, message, remedy)
        self._counts[kind] += 1
        examples = self._examples.setdefault(kind, [])
        if len(examples) < EXAMPLES:
            examples.append(example[:120])

    def findings(self) -> list[Finding]:
        """Return one finding for each kind of fault, in the order in which the first of each was met."""
        found = []
        for (code, field, message, remedy), count in self._counts.items():
            shown = ", ".join(self._examples[code, field, message, remedy])
            told = f"{message}: {shown}" + (f" and {count - EXAMPLES:,} more" if count > EXAMPLES else "")
            found.append(Finding(code, self.label, 0, 0, field, shown, told, remedy))
        return found


class OsmObject(NamedTuple):
    """A node or way, taken out of the file: position in ten-millionths of a degree, or the nodes of a way.

    A node without a position on the earth has `x` and `y` None; a way has neither.
    """

    is_way: bool
    id: int
    version: int
    tags: Mapping[str, str]
    x: int | None = None
    y: int | None = None
    nodes: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Return how OpenStreetMap's own pages name the object, such as `way/42`."""
        return f"{'way' if self.is_way else 'node'}/{self.id}"


def scan_tagged(path: Path, wanted: Iterable[tuple[str, str]], *, tally: Tally) -> Iterator[OsmObject]:
    """Yield the nodes and ways that have one of these tags, in the order of the file; relations are not read.

    Raises: DataError, when the file cannot be read, or is damaged.
    """
    import osmium  # 80 ms

    processor = _open(path, osmium.osm.NODE | osmium.osm.WAY).with_filter(osmium.filter.TagFilter(*wanted))
    for found in _guarded(processor, path):
        is_way = found.is_way()
        try:
            tags = {tag.k: tag.v for tag in found.tags}
        except UnicodeDecodeError:
            remedy = "repair the file, or take a newer extract"
            example = f"{'way' if is_way else 'node'}/{found.id}"
            tally.add("osm_tag_unreadable", "", "tags that are not UTF-8 text", remedy=remedy, example=example)
            continue
        if is_way:
            yield OsmObject(True, found.id, found.version, tags, nodes=tuple(node.ref for node in found.nodes))
        else:
            place = found.location
            x, y = (place.x, place.y) if place.valid() else (None, None)
            yield OsmObject(False, found.id, found.version, tags, x, y)


def read_positions(path: Path, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return longitude and latitude in ten-millionths of a degree of those of these nodes that the file has.

    A node without a position on the earth is left out. The memory is that of all nodes of a small file, 16 bytes each,
    or of one bit for every id that there can be, some 1.5 GB, where that is less.

    Raises: DataError, when the file cannot be read, or is damaged.
    """
    if not ids:
        return {}
    return _look_up(path, ids) if path.stat().st_size < LARGE_FILE else dict(_sift(path, ids))


def _look_up(path: Path, ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    import osmium

    reader = _open(path, osmium.osm.NODE | osmium.osm.WAY).with_locations("flex_mem")
    for _ in _guarded(reader.with_filter(osmium.filter.IdFilter(())), path):
        pass
    table = reader.node_location_storage
    found: dict[int, tuple[int, int]] = {}
    if table is None:
        return found
    for i in ids:
        try:
            place = table.get(i)
        except KeyError:
            continue
        if place.valid():
            found[i] = (place.x, place.y)
    return found


def _sift(path: Path, ids: Iterable[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    import osmium

    processor = _open(path, osmium.osm.NODE).with_filter(osmium.filter.IdFilter(ids))
    for node in _guarded(processor, path):
        place = node.location
        if place.valid():
            yield node.id, (place.x, place.y)


def _open(path: Path, entities: Any) -> FileProcessor:
    """Return a reader of a local file; its whole path is given, for the library takes some names as addresses."""
    import osmium

    _check_file(path)
    known = str(path).lower().endswith(FORMATS)
    return osmium.FileProcessor(osmium.io.File(str(path.absolute()), "" if known else "pbf"), entities)


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as fault:
        code = "file_missing" if isinstance(fault, FileNotFoundError) else "file_unreadable"
        raise _refuse(path, code, f"cannot be opened: {fault.strerror}") from None
    if empty:
        raise _refuse(path, "file_unreadable", "the file is empty")


def _guarded(processor: FileProcessor, path: Path) -> Iterator[Any]:
    """Yield what the reader yields; what stops it becomes a finding."""
    import osmium

    try:
        yield from processor
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as fault:
        raise _refuse(path, "file_unreadable", f"it is damaged, or no OpenStreetMap file: {fault}") from None


def _refuse(path: Path, code: str, message: str) -> DataError:
    remedy = "download the extract again, and check its size or its checksum"
    finding = Finding(code, str(path), 0, 0, "", "", message, remedy)
    hint = "name a whole extract of OpenStreetMap, such as region-latest.osm.pbf"
    return DataError(f'cannot read "{path.name}": {message}', hint=hint, findings=[finding])
