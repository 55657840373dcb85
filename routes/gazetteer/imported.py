"""Stations that a user imported: one SQLite file with a full-text index of their names, written whole or not at all."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from math import asin, cos, degrees, radians, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from routes.errors import DataError, UsageError
from routes.gazetteer.folding import fold
from routes.gazetteer.station import OWN_LANGUAGE, Station
from routes.gazetteer.stops import Stop
from routes.geo import Coordinate, geodesic_m
from routes.ids import StationCode

FILE_NAME = "imported.sqlite"
VERSION = 1
RESERVED = ("city", "air", "port", "at", "net")
"""What stands before the colon in codes of other places."""
LONGEST_CODE = 80
SHORTEST, MOST_GRAMS = 3, 40
"""Letters of a run by which the index finds names, and how many runs of a text are looked up."""
SPARE = 10
"""More stations than asked for, since those nearest on a sphere are put in order on the ellipsoid."""
_SCHEMA = """
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, path TEXT NOT NULL, title TEXT NOT NULL,
    credit TEXT NOT NULL, stations INTEGER NOT NULL, left_out INTEGER NOT NULL);
CREATE TABLE station (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    local_name TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    zone TEXT NOT NULL, kind TEXT NOT NULL, gauges TEXT NOT NULL, accuracy_m INTEGER NOT NULL, credit TEXT NOT NULL,
    note TEXT NOT NULL, origin TEXT NOT NULL);
CREATE INDEX station_lat ON station (lat);
CREATE INDEX station_source ON station (source);
CREATE TABLE name (id INTEGER PRIMARY KEY, station INTEGER NOT NULL, key TEXT NOT NULL, lang TEXT NOT NULL,
    name TEXT NOT NULL);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_station ON name (station);
CREATE VIRTUAL TABLE grams USING fts5 (key, content = 'name', content_rowid = 'id', tokenize = 'trigram',
    detail = 'none', columnsize = 0);
INSERT INTO grams (grams, rank) VALUES ('hashsize', 67108864);
"""


class Source(NamedTuple):
    """A table that was imported: its name, which begins its codes, where it was read, and how much."""

    name: str
    path: str
    title: str
    credit: str
    stations: int
    left_out: int


class Hit(NamedTuple):
    """An imported station, and its name that a text fits."""

    station: Station
    matched: str


def write_source(path: Path, source: Source, stops: Sequence[Stop]) -> None:
    """Put the stations of a table into the file, in place of those that stand there under the same name.

    One transaction: whoever reads meanwhile, and whoever is interrupted, has the file as it was.
    Raises: UsageError, when the file cannot be written or the name is taken for other codes; DataError, when the
    file is damaged.
    """
    if source.name in RESERVED:
        raise UsageError(f'"{source.name}" cannot name a source', hint="give another name with --as")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UsageError(f'cannot write "{path}": {fault.strerror}', hint="name a folder that you may write") from None
    with _told(path), closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        _prepare(db, path)
        _delete(db, source.name)
        _insert(db, source, stops)
        db.execute("INSERT INTO grams (grams) VALUES ('rebuild')")
        db.execute("COMMIT")


def delete_source(path: Path, name: str) -> None:
    """Take the stations of one source out of the file.

    Raises: UsageError, when there is no such source.
    """
    known = [source.name for source in list_sources(path)]
    if name not in known:
        hint = f"there are: {', '.join(known)}" if known else "nothing has been imported"
        raise UsageError(f'no imported source is called "{name}"', hint=hint)
    with _told(path), closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        _delete(db, name)
        db.execute("INSERT INTO grams (grams) VALUES ('rebuild')")
        db.execute("COMMIT")


def list_sources(path: Path) -> tuple[Source, ...]:
    """Return what was imported, by name; () where there is no file."""
    rows = _query(path, "SELECT name, path, title, credit, stations, left_out FROM source ORDER BY name")
    return tuple(Source(*row) for row in rows)


def find_imported(path: Path, key: str) -> list[Hit]:
    """Return the stations that have a folded name, in the order of their codes; [] for none."""
    sql = (
        "SELECT station.*, name.name FROM name JOIN station ON station.id = name.station WHERE name.key = ?"
        " GROUP BY station.id ORDER BY station.code"
    )
    return [Hit(_build_station(row), row[-1]) for row in _query(path, sql, (key,))] if key else []


def find_begun(path: Path, key: str, *, most: int) -> list[Hit]:
    """Return stations with a name that has a folded text in it, those that begin with it first, at most `most`."""
    if len(key) < SHORTEST:
        return []
    sql = (
        "SELECT station.*, name.name FROM grams JOIN name ON name.id = grams.rowid JOIN station ON station.id ="
        " name.station WHERE grams.key LIKE ? GROUP BY station.id"
        " ORDER BY name.key NOT LIKE ?, length(name.key), station.code LIMIT ?"
    )
    rows = _query(path, sql, (f"%{key}%", f"{key}%", most))
    return [Hit(_build_station(row), row[-1]) for row in rows]


def list_like(path: Path, key: str, *, most: int) -> list[tuple[str, str]]:
    """Return folded names that share most runs of three letters with one, each with the code of its station."""
    grams = sorted({key[i : i + SHORTEST] for i in range(len(key) - SHORTEST + 1)})[:MOST_GRAMS]
    if not grams:
        return []
    sql = (
        "SELECT name.key, station.code FROM (SELECT rowid FROM grams WHERE grams MATCH ? ORDER BY rank LIMIT ?) AS near"
        " JOIN name ON name.id = near.rowid JOIN station ON station.id = name.station"
    )
    wanted = " OR ".join(f'"{gram}"' for gram in grams)
    return [(key, code) for key, code in _query(path, sql, (wanted, most))]


def get_imported(path: Path, code: str) -> Station | None:
    """Return the imported station with a code."""
    rows = _query(path, "SELECT * FROM station WHERE code = ?", (code,))
    return next((_build_station(row) for row in rows), None)


def find_near_imported(path: Path, point: Coordinate, *, most: int) -> list[tuple[int, Station]]:
    """Return the stations nearest to a point with their distances in metres, nearest first, at most `most`."""
    found: list[tuple[float, int]] = []
    for reach_deg in (0.1, 1.0, 10.0, 360.0):
        found = sorted(_list_around(path, point, reach_deg))
        if sum(away < reach_deg for away, _ in found) >= most:
            break
    chosen = [number for _, number in found[: most + SPARE]]
    marks = ", ".join("?" * len(chosen))
    rows = _query(path, "SELECT * FROM station WHERE id IN (#)".replace("#", marks), chosen) if chosen else []
    stations = [_build_station(row) for row in rows]
    ranked = sorted((geodesic_m(point, station.coordinate), station.code, station) for station in stations)
    return [(metres, station) for metres, _, station in ranked[:most]]


def _list_around(path: Path, point: Coordinate, reach_deg: float) -> Iterator[tuple[float, int]]:
    """Yield the distance on a sphere, in degrees, and the id of each station of a band of latitude and some more."""
    wide = reach_deg / max(0.01, cos(radians(min(89.0, abs(point.lat) + reach_deg))))
    west, east = point.lon - wide, point.lon + wide
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    sql = "SELECT id, lat, lon FROM station WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
    for number, lat, lon in _query(path, sql, (point.lat - reach_deg, point.lat + reach_deg, west, east)):
        yield _angle_deg(point, lat, lon), number


def _angle_deg(point: Coordinate, lat: float, lon: float) -> float:
    """Return the angle between two points on a sphere; within 0.6 % of the geodesic."""
    half_lat, half_lon = radians(lat - point.lat) / 2, radians(lon - point.lon) / 2
    square = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(point.lat)) * sin(half_lon) ** 2
    return degrees(2 * asin(min(1.0, sqrt(square))))


def list_names(path: Path, code: str) -> list[tuple[str, str]]:
    """Return the names of an imported station with their languages, the chief one first."""
    sql = "SELECT lang, name.name FROM name JOIN station ON station.id = station WHERE code = ? ORDER BY name.id"
    return [(lang, name) for lang, name in _query(path, sql, (code,))]


def _query(path: Path, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return the rows that a query finds; [] where there is no file.

    Raises: DataError, when the file is damaged or of another version.
    """
    if not path.is_file():
        return []
    with _told(path), closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
        _require_version(db, path)
        return db.execute(sql, values).fetchall()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise what goes wrong in SQLite as a fault that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        hint = "let the other import end, or make the file writable; its index needs SQLite 3.34 or newer"
        raise UsageError(f'cannot use "{path}": {fault}', hint=hint) from None
    except sqlite3.DatabaseError as fault:
        hint = f'remove it and import your files again: "{path}"'
        raise DataError(f"the file of imported stations is damaged: {fault}", hint=hint) from None


def _require_version(db: sqlite3.Connection, path: Path) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        message = f"the file of imported stations has version {version}, and this tool reads {VERSION}"
        raise DataError(message, hint=f'remove it and import your files again: "{path}"')


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a file that has none yet."""
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
        _require_version(db, path)
        return
    for statement in _SCHEMA.strip().split(";"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 1")


def _delete(db: sqlite3.Connection, name: str) -> None:
    row = db.execute("SELECT id FROM source WHERE name = ?", (name,)).fetchone()
    if row is None:
        return
    db.execute("DELETE FROM name WHERE station IN (SELECT id FROM station WHERE source = ?)", row)
    db.execute("DELETE FROM station WHERE source = ?", row)
    db.execute("DELETE FROM source WHERE id = ?", row)


def _insert(db: sqlite3.Connection, source: Source, stops: Sequence[Stop]) -> None:
    number = db.execute("INSERT INTO source VALUES (NULL, ?, ?, ?, ?, ?, ?)", source).lastrowid
    (first,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM station").fetchone()
    (named,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM name").fetchone()
    ids = range(first, first + len(stops))
    codes = list(_list_codes(source.name, stops))
    rows = [(i, number, code, *_fields(stop, source)) for i, code, stop in zip(ids, codes, stops, strict=True)]
    db.executemany("INSERT INTO station VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    names = [(i, *name) for i, stop in zip(ids, stops, strict=True) for name in _list_keys(stop)]
    db.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", ((named + n, *row) for n, row in enumerate(names)))


def _fields(stop: Stop, source: Source) -> tuple[object, ...]:
    local = next((name for lang, name in stop.names if lang == OWN_LANGUAGE.get(stop.country)), stop.name)
    gauges, credit = "/".join(map(str, stop.gauges_mm)), stop.source or source.credit
    place = (stop.name, local, stop.country, stop.region, *stop.coordinate, stop.zone, stop.kind)
    return (*place, gauges, stop.accuracy_m, credit, stop.note, stop.origin)


def _list_keys(stop: Stop) -> Iterator[tuple[str, str, str]]:
    """Yield folded name, language and name for each name of a stop, each folded name once."""
    seen: set[str] = set()
    for lang, name in (("", stop.name), *stop.names):
        key = fold(name)
        if key and key not in seen:
            seen.add(key)
            yield key, lang, name


def _list_codes(name: str, stops: Iterable[Stop]) -> Iterator[str]:
    """Yield `name:ref` for each stop, with a number where another of the table has it already."""
    taken: set[str] = set()
    for stop in stops:
        base = f"{name}:{slug(stop.ref) or 'stop'}"[:LONGEST_CODE]
        code = next(c for n in count(1) if (c := base if n == 1 else f"{base}_{n}") not in taken)
        taken.add(code)
        yield code


def slug(text: str) -> str:
    """Return small letters, digits and _ for a text, such as the stem of a file name; "" where it has neither."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def _build_station(row: Sequence[Any]) -> Station:
    code, name, local_name, country, region, lat, lon, zone, kind, gauges, accuracy_m, credit, note, origin = row[2:16]
    return Station(
        code=StationCode(code),
        name=name,
        local_name=local_name,
        country=country,
        regions=(region,) if region else (),
        coordinate=Coordinate(lat, lon),
        zone=zone,
        kind=kind,
        gauges_mm=tuple(int(gauge) for gauge in gauges.split("/") if gauge),
        position_accuracy_m=accuracy_m,
        source=credit,
        note=note,
        origin=origin,
    )
