"""Every data file checked in one run: tables, train profiles, and scenarios down to the answer they give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from routes.errors import InfeasibleError, PlaceError, RoutesError, TimeError
from routes.findings import Finding
from routes.folders import DataFolder
from routes.scenarios.assumptions import Train
from routes.scenarios.evaluate import evaluate
from routes.scenarios.journeys import read_forecasts, read_journeys
from routes.scenarios.keys import Keys
from routes.scenarios.reader import find_scenario, list_names, read_scenario, read_train
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World, read_world

KNOWN_FILES = ("stations.csv", "names.csv", "segments.csv", "turns.csv", "LICENSE.md", "README.md")


def check_folders(folders: Sequence[DataFolder], *, now: datetime) -> tuple[dict[str, int], list[Finding]]:
    """Return how much of each kind was checked, and every finding, sorted by place."""
    world, findings = read_world(folders)
    trains, scenarios = list_names(folders, "trains"), list_names(folders, "scenarios")
    keys = Keys(world)
    for name in trains:
        train, faults = read_train(folders, name)
        findings += [*faults, *(_find_strange_keys(train, keys) if train else ())]
    for name in scenarios:
        findings += _check_scenario(world, name, trains, now=now)
    observations, of_events = read_journeys(folders, world.gazetteer)
    forecasts, of_forecasts = read_forecasts(folders, world.gazetteer)
    findings += [*of_events, *of_forecasts]
    findings += [finding for folder in folders for finding in _strangers(folder)]
    counts = {
        "stations": len(world.gazetteer.stations),
        "names": len(world.gazetteer.names),
        "segments": len(world.network.segments),
        "turns": len(world.network.turns),
        "trains": len(trains),
        "scenarios": len(scenarios),
        "journeys": len({o.journey for o in observations}),
        "observations": len(observations),
        "forecasts": len(forecasts),
    }
    return counts, sorted(findings, key=lambda f: (f.file, f.line, f.column, f.code))


def _find_strange_keys(train: Train, keys: Keys) -> list[Finding]:
    """Return a finding for each assumption whose country, line or station is none of this world: it moves nothing."""
    found = []
    for entry in train.assumptions:
        if entry.key not in keys:
            file, _, line = entry.origin.rpartition(":")
            near = get_close_matches(entry.key, keys, n=2)
            remedy = f"write {' or '.join(near)}" if near else "name a country, line or station as the data does"
            message = f'"{entry.key}" holds for nothing in the data'
            found.append(Finding("key_unknown", file, int(line), 1, "key", entry.key, message, remedy))
    return found


def _check_scenario(world: World, name: str, trains: Sequence[str], *, now: datetime) -> list[Finding]:
    path, label = find_scenario(world.folders, name)
    scenario, findings = read_scenario(path, label)
    if scenario is None:
        return findings

    def fault(code: str, key: str, value: str, message: str, remedy: str) -> Finding:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        line = next((n for n, text in enumerate(lines, 1) if text.split("=")[0].strip() == key), 1)
        return Finding(code, label, line, 1, key, value, message, remedy)

    if scenario.train not in trains:
        known = f"use one of: {', '.join(trains)}"
        return [fault("train_unknown", "train", scenario.train, f'no train profile "{scenario.train}"', known)]
    try:
        evaluate(world, scenario, now=now)
    except RoutesError as error:
        code, key, value = _blame(error, scenario)
        return [fault(code, key, value, error.message, error.hint)]
    return []


def _blame(error: RoutesError, scenario: Scenario) -> tuple[str, str, str]:
    """Return the finding code, the key and the value of a scenario that an error speaks of."""
    places = [("from", scenario.start), ("to", scenario.end), *(("via", v) for v in scenario.via)]
    times = [("as_of", scenario.as_of), ("arrive", scenario.arrive), ("depart", scenario.depart)]
    if isinstance(error, PlaceError):
        return "place_unknown", *next(((k, v) for k, v in places if v in error.message), places[0])
    if isinstance(error, TimeError):
        return "time_unreadable", *next(((k, v) for k, v in times if v and v in error.message), times[0])
    if isinstance(error, InfeasibleError):
        return "scenario_infeasible", "question", scenario.question
    if any(f'"{code.upper()}"' in error.message for code in scenario.avoid):
        return "value_invalid", "avoid", " ".join(scenario.avoid)
    return "value_invalid", "set", " ".join(scenario.settings)


def _strangers(folder: DataFolder) -> list[Finding]:
    """Return a warning for each file at the top of a folder that nothing reads: likely a misspelt name."""
    remedy = f"rename it to one of: {', '.join(KNOWN_FILES)}; or move it away"
    files = sorted(p for p in Path(folder.path).glob("*") if p.is_file() and not p.name.startswith("."))
    return [
        Finding("file_ignored", f"{folder.label}/{p.name}", 0, 0, "", p.name, "no part reads this file", remedy)
        for p in files
        if p.name not in KNOWN_FILES
    ]
