"""One file checked where it lies in a data folder, else as if it lay in one; a feed as its import would read it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from routes.errors import UsageError
from routes.findings import Finding
from routes.folders import DataFolder, read_text, write_bytes
from routes.gazetteer.reader import NAMES, STATIONS
from routes.network.reader import SEGMENTS, TURNS
from routes.rail.patch_table import FILE, PATCHES
from routes.scenarios.borders import AREAS, GAUGES
from routes.scenarios.check import check_folders
from routes.scenarios.delays import FILE as DELAYS
from routes.scenarios.journey_checks import FORECASTS, OBSERVATIONS
from routes.scenarios.paces import PACES
from routes.stacks import Layout

TABLES: Mapping[str, Layout] = {
    "stations.csv": STATIONS,
    "names.csv": NAMES,
    "segments.csv": SEGMENTS,
    "turns.csv": TURNS,
    "paces.csv": PACES,
    "gauges.csv": GAUGES,
    "open_borders.csv": AREAS,
    FILE: PATCHES,
    "journeys/NAME.csv": OBSERVATIONS,
    "journeys/forecasts-NAME.csv": FORECASTS,
}
ALIKE = 0.5
"""Share of the columns of a file and a table, taken together, from which on the file is taken for the table."""
_TRAIN = re.compile(r'^\s*schema\s*=\s*"routes-train/', re.MULTILINE)
KINDS = {"scenarios": "scenario", "trains": "train profile", "journeys": "journey"}
FEED = "GTFS feed"
HINT = "name a scenario or train (.toml), a table of a data folder (.csv) or a GTFS feed (.zip or its folder)"


class Checked(NamedTuple):
    """A file that was checked: what it was taken for, how much is in it where that is counted, and its findings.

    `more` is how many faults of a feed are like those in the findings, and not among them.
    """

    path: Path
    kind: str
    counts: Mapping[str, int]
    findings: Sequence[Finding]
    more: int


def check_file(folders: Sequence[DataFolder], path: Path, *, now: datetime, cache: Path | None) -> Checked:
    """Return what is wrong with one file, over the data folders.

    Raises: UsageError, when there is no such file, or it is of no kind that is read; DataError, for a feed of which
    nothing can be used.
    """
    if path.suffix.lower() == ".zip" or (path / "stop_times.txt").is_file():
        return _check_feed(path)
    place = _find_place(path)
    kind = KINDS.get(place.partition("/")[0], place)
    if path.parts[-len(Path(place).parts) :] == Path(place).parts:
        root = DataFolder(path.parents[place.count("/")], str(path.parents[place.count("/")]))
        beside = [folder for folder in folders if folder.path.resolve() != root.path.resolve()]
        _, findings = check_folders([*beside, root] if beside else [root], now=now, cache=cache)
        return Checked(path, kind, {}, [finding for finding in findings if finding.file == f"{root.label}/{place}"], 0)
    with TemporaryDirectory() as folder:
        alone = DataFolder(Path(folder), str(path.parent / f".{path.name}"))
        write_bytes(alone.path / place, path.read_bytes())
        _, findings = check_folders((*folders, alone), now=now, cache=cache)
    inside = f"{alone.label}/{place}"
    own = [finding for finding in findings if finding.file == inside]
    named = [finding._replace(file=str(path), message=finding.message.replace(inside, str(path))) for finding in own]
    return Checked(path, kind, {}, named, 0)


def _check_feed(path: Path) -> Checked:
    from routes.timetable.feed import read_feed  # numpy, for feeds only

    read = read_feed(path, tell=lambda _step, _share: None)
    counts = {
        "stops": len(read.stops),
        "routes": len(read.routes),
        "trips": len(read.trips),
        "stop times": len(read.times.trip),
    }
    return Checked(path, FEED, counts, read.told.findings, sum(read.told.counts.values()) - len(read.told.findings))


def _find_place(path: Path) -> str:
    """Return where in a data folder a file would lie."""
    if not path.is_file():
        what = "is a folder; give a data folder with --data" if path.is_dir() else "does not exist"
        raise UsageError(f'"{path}" {what}', hint=HINT)
    text, _ = read_text(path, label=str(path))
    if path.suffix == ".toml":
        return DELAYS if path.name == DELAYS else f"{'trains' if _TRAIN.search(text) else 'scenarios'}/{path.stem}.toml"
    if path.suffix != ".csv":
        raise UsageError(f'"{path}" is no file that is checked', hint=HINT)
    if path.name in TABLES:
        return path.name
    return _find_table(path, text).replace("NAME", path.stem)


def _find_table(path: Path, text: str) -> str:
    """Return the table whose columns are most like those of a file."""
    lines = (line for line in text.splitlines() if line[:1] != "#" and line.replace(",", "").strip())
    header = {name.strip() for name in next(csv.reader(lines), ())}
    tables = {table: {column.name for column in layout.columns} for table, layout in TABLES.items()}
    shares = {table: len(header & columns) / len(header | columns) for table, columns in tables.items()}
    best = max(shares, key=lambda table: shares[table])
    if shares[best] < ALIKE:
        message = f'the columns of "{path}" are those of no table of a data folder'
        raise UsageError(message, hint=f"stations.csv has: {', '.join(column.name for column in STATIONS.columns)}")
    return best
