"""Every data file checked in one run: tables, train profiles, and scenarios down to the answer they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from routes.checks import UNREAD
from routes.findings import ERROR, Finding
from routes.folders import DataFolder
from routes.rail.patch_table import FILE, read_patches
from routes.scenarios.assumptions import Train
from routes.scenarios.borders import read_borders
from routes.scenarios.check_scenario import Scope, check_scenario
from routes.scenarios.delays import FILE as DELAYS
from routes.scenarios.delays import read_delays
from routes.scenarios.journeys import read_forecasts, read_journeys
from routes.scenarios.keys import Keys
from routes.scenarios.meeting import keep_open
from routes.scenarios.paces import read_paces
from routes.scenarios.reader import list_names, read_train
from routes.scenarios.world import keep_timetables, read_world

TEXTS = ("LICENSE.md", "README.md")
TABLES = ("stations.csv", "names.csv", "segments.csv", "turns.csv", "paces.csv", "gauges.csv", "open_borders.csv", FILE)
KNOWN_FILES = (*TABLES, DELAYS, "imported.sqlite", "imported.sqlite-journal", *TEXTS)
FOLDERS = {"trains": ".toml", "scenarios": ".toml", "journeys": ".csv"}


def check_folders(
    folders: Sequence[DataFolder], *, now: datetime, cache: Path | None = None
) -> tuple[dict[str, int], list[Finding]]:
    """Return how much of each kind was checked, and every finding, sorted by place.

    Whether a scenario off the authored track can be answered is tried on the network in `cache`, where there is one.
    """
    world, findings = read_world(folders)
    if cache:
        world = world._replace(open_track=keep_open(world, cache), open_timetable=keep_timetables(cache))
    is_whole, keys = not any(f.severity == ERROR for f in findings), Keys(world)
    trains: dict[str, Train | None] = {}
    codes = (
        frozenset() if UNREAD in world.gazetteer.left_out else {*world.gazetteer.stations, *world.gazetteer.left_out}
    )
    for name in list_names(folders, "trains"):
        train, faults = read_train(folders, name, explain=keys.explain, stations=codes)
        trains[name] = None if faults else train
        findings += faults
    scope, scenarios = Scope(world, keys, trains, now, is_whole), list_names(folders, "scenarios")
    findings += [finding for name in scenarios for finding in check_scenario(scope, name)]
    observations, of_events = read_journeys(folders, world.gazetteer)
    forecasts, of_forecasts = read_forecasts(folders, world.gazetteer)
    paces, of_paces = read_paces(folders)
    patches, of_patches = read_patches(folders)
    findings += read_delays(folders)[1]
    findings += [*of_events, *of_forecasts, *of_paces, *of_patches, *read_borders(folders)[1]]
    findings += [finding for folder in folders for finding in _find_strangers(folder)]
    counts = {
        "stations": len(world.gazetteer.stations),
        "names": len(world.gazetteer.names),
        "segments": len(world.network.segments),
        "turns": len(world.network.turns),
        "paces": len(paces),
        "patches": len(patches),
        "trains": len(trains),
        "scenarios": len(scenarios),
        "journeys": len({o.journey for o in observations}),
        "observations": len(observations),
        "forecasts": len(forecasts),
    }
    return counts, sorted(findings, key=lambda f: (f.file, f.line, f.column, f.code))


def _find_strangers(folder: DataFolder) -> Iterator[Finding]:
    """Yield a warning for each file and folder of a data folder that nothing reads: likely a misspelt name."""
    yield from _find_ignored(
        folder, "", lambda path: path.name in KNOWN_FILES or (path.is_dir() and path.name in FOLDERS)
    )
    for kind, suffix in FOLDERS.items():
        yield from _find_ignored(folder, f"{kind}/", partial(_is_read, suffix=suffix))


def _is_read(path: Path, suffix: str) -> bool:
    return path.is_file() and (path.suffix == suffix or path.name in TEXTS)


def _find_ignored(folder: DataFolder, inside: str, is_known: Callable[[Path], bool]) -> Iterator[Finding]:
    known = f"*{FOLDERS[inside.rstrip('/')]}" if inside else ", ".join([*KNOWN_FILES, *(f"{f}/" for f in FOLDERS)])
    for path in sorted((folder.path / inside).glob("*")):
        if not path.name.startswith(".") and not is_known(path):
            label, remedy = f"{folder.label}/{inside}{path.name}", f"rename it to one of: {known}; or move it away"
            yield Finding("file_ignored", label, 0, 0, "", path.name, "no part reads this", remedy)
