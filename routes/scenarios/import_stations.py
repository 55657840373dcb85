"""A file of stations that somebody else publishes, read and put into the user's own file of imported stations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

from routes.errors import DataError, UsageError
from routes.findings import Finding
from routes.gazetteer.imported import FILE_NAME, RESERVED, Source, list_sources, slug, write_source
from routes.gazetteer.points import NOWHERE
from routes.gazetteer.stops import ACCURACY_M, Sheet, Stop, read_stops
from routes.gazetteer.zones import country_of_zone, find_zone
from routes.geo import Coordinate

if TYPE_CHECKING:
    from routes.rail.osm_stations import OsmStation

MOST_BYTES = 500_000_000
"""A table larger than this, unpacked, is no list of stations."""
OSM_SUFFIXES = (".pbf", ".osm", ".bz2", ".o5m")
OSM_CREDIT = "© OpenStreetMap contributors (ODbL 1.0)"


class Imported(NamedTuple):
    """What came of an import: the source as written, the file, the path it took the place of, and all faults.

    `parts` are platforms and entrances, which belong to a station of the same table. `replaced` is "" where there
    was no source of that name.
    """

    source: Source
    file: Path
    replaced: str
    parts: int
    findings: tuple[Finding, ...]


def import_stations(path: Path, folder: Path, *, name: str = "", credit: str = "") -> Imported:
    """Return what was put into `folder`: the stations of a GTFS feed or stops.txt, an OSM extract, or a CSV.

    `name` begins the codes, else the name of the file does; stations imported before under it are replaced.
    Raises: UsageError, when a file cannot be read or written; DataError, when no row of it can be used.
    """
    name = slug(name or _name_of(path))
    if not name or name in RESERVED:
        raise UsageError(f'"{name}" cannot name a source', hint="give a name of letters and digits with --as")
    title, sheet = _read_sheet(path)
    if not sheet.stops:
        message, hint = f'no station could be read from "{path}"', "mend the file; nothing was changed"
        raise DataError(message, hint=hint, findings=sheet.findings[:MOST_FINDINGS])
    file = folder / FILE_NAME
    before = next((s.path for s in list_sources(file) if s.name == name), "")
    lost = len({f.line for f in sheet.findings if f.severity == "error"})
    source = Source(name, str(path.resolve()), title, credit or _credit(title, path), len(sheet.stops), lost)
    write_source(file, source, sheet.stops)
    return Imported(source, file, before, sheet.parts, tuple(sheet.findings))


MOST_FINDINGS = 20
"""Faults that are told in full where nothing could be read."""


def _name_of(path: Path) -> str:
    """Return what a source is called after its file: a stops.txt after its folder."""
    stem = path.name.split(".")[0]
    return path.resolve().parent.name if stem.casefold() in ("stops", "stations") else stem


def _credit(title: str, path: Path) -> str:
    return OSM_CREDIT if title.startswith("OpenStreetMap") else f"{path.name}, as imported"


def _read_sheet(path: Path) -> tuple[str, Sheet]:
    if path.suffix.lower() in OSM_SUFFIXES:
        return "OpenStreetMap extract", _read_osm(path)
    text, label = _read_text(path)
    kind, sheet = read_stops(text, file=label)
    return kind.title if kind else "", sheet


def _read_text(path: Path) -> tuple[str, str]:
    """Return the text of a table, or of the stops.txt in a feed, and how messages name it.

    Raises: UsageError, when there is none to read.
    """
    try:
        data, label = _read_bytes(path)
        return data.decode("utf-8-sig"), label
    except OSError as fault:
        raise UsageError(f'cannot read "{path}": {fault.strerror}', hint="name a file that is there") from None
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise UsageError(f'"{path}" is not UTF-8 text (line {line})', hint="save it as UTF-8") from None
    except (BadZipFile, NotImplementedError, RuntimeError) as fault:
        raise UsageError(f'cannot unpack "{path}": {fault}', hint="fetch the feed again") from None


def _read_bytes(path: Path) -> tuple[bytes, str]:
    with path.open("rb") as file:
        if file.read(4) != b"PK\3\4":
            _require_small(path, path.stat().st_size)
            return path.read_bytes(), str(path)
    with ZipFile(path) as archive:
        found = [i for i in archive.infolist() if i.filename.rpartition("/")[2] == "stops.txt"]
        if not found:
            raise UsageError(f'there is no stops.txt in "{path}"', hint="name a GTFS feed, or a table of stations")
        inside = min(found, key=lambda i: i.filename.count("/"))
        _require_small(path, inside.file_size)
        with archive.open(inside) as member:
            data = member.read(MOST_BYTES + 1)
        _require_small(path, len(data))
        return data, f"{path}/{inside.filename}"


def _require_small(path: Path, size: int) -> None:
    if size > MOST_BYTES:
        message = f'"{path}" holds a table of {size:,} bytes'
        raise UsageError(message, hint=f"cut it to less than {MOST_BYTES:,}")


def _read_osm(path: Path) -> Sheet:
    from routes.rail.osm_stations import read_osm_stations  # pyosmium, for this kind of file only

    stations, findings = read_osm_stations(path)
    return Sheet(list(_build_stops(stations, path)), 0, list(findings))


def _build_stops(stations: Sequence[OsmStation], path: Path) -> Iterator[Stop]:
    """Yield the stations of an extract; zone and country are those of their position."""
    for found in stations:
        point = Coordinate(*found.coordinate)
        zone = find_zone(point)
        yield Stop(
            ref=found.origin.replace("/", ""),
            name=found.name,
            names=tuple((n.lang, n.text) for n in found.names if n.kind != "place" and n.text != found.name),
            country=country_of_zone(zone) or NOWHERE,
            region="",
            coordinate=point,
            zone=zone,
            kind="station",
            gauges_mm=found.gauges_mm,
            accuracy_m=ACCURACY_M,
            source=OSM_CREDIT,
            note="",
            origin=f"{path.name}:{found.origin}",
        )
