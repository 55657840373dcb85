"""The documented journeys of all data folders: a train's profile fitted from its own, and forecasts scored on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from routes.errors import DataError, InfeasibleError, UsageError
from routes.findings import ERROR
from routes.itinerary import Leg
from routes.scenarios.assumptions import Train
from routes.scenarios.backtest import Backtest, backtest
from routes.scenarios.calibrate import Calibration, calibrate, strip_fit
from routes.scenarios.journey_files import read_files
from routes.scenarios.journeys import Forecast, Observation, read_forecasts, read_journeys
from routes.scenarios.phrases import AsOf, read_as_of
from routes.scenarios.reader import get_train, list_names
from routes.scenarios.spans import build_underlay, build_way, end_boundary, start_boundary
from routes.scenarios.world import World

ALL_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def get_journeys(world: World) -> tuple[Observation, ...]:
    """Return the rows of every documented journey.

    Raises: DataError, when any row has a fault: nothing is fitted or scored from part of the data.
    """
    rows, findings = read_journeys(world.folders, world.gazetteer)
    if faults := [f for f in findings if f.severity == ERROR]:
        raise DataError("the files of journeys have faults", hint="mend each, then run `routes check`", findings=faults)
    return rows


def get_forecasts(world: World) -> tuple[Forecast, ...]:
    """Return every forecast of a documented journey.

    Raises: DataError, when any row has a fault.
    """
    forecasts, findings = read_forecasts(world.folders, world.gazetteer)
    if faults := [f for f in findings if f.severity == ERROR]:
        raise DataError(
            "the files of forecasts have faults", hint="mend each, then run `routes check`", findings=faults
        )
    return forecasts


def calibrate_train(world: World, name: str, *, as_of: str, now: datetime) -> tuple[Calibration, AsOf]:
    """Return a train's profile fitted from its documented journeys, and the instant whose knowledge counts.

    Raises: UsageError, TimeError or DataError.
    """
    if name not in (names := list_names(world.folders, "trains")):
        raise UsageError(f'no train profile is called "{name}"', hint=f"there are: {', '.join(names)}")
    train = get_train(world.folders, name)
    known = read_as_of(world, as_of, zone="UTC", now=now)
    rows = [row for row in get_journeys(world) if row.train == name]
    return calibrate(world, train, rows, as_of=known.instant), known


def backtest_files(world: World, files: Sequence[Path], *, train: str = "") -> Backtest:
    """Return the forecasts of every documented journey, or of those in files, with `train` in place of their own.

    The fit of each rests on all other journeys, of the data folders and of the files.
    Raises: UsageError, when there is no such train; DataError, with all faults of the files.
    """

    @cache
    def find_train(name: str) -> Train:
        return get_train(world.folders, train or name)

    def joins(before: Observation, row: Observation) -> str:
        underlay = build_underlay(world, strip_fit(find_train(row.train)), ALL_TIME)
        try:
            build_way(underlay, (before, row))
        except InfeasibleError as fault:
            return fault.message
        return ""

    def measure(before: Observation, row: Observation) -> int:
        underlay = build_underlay(world, strip_fit(find_train(row.train)), ALL_TIME)
        way = build_way(underlay, (before, row))
        start, end = start_boundary(before, way.marks[0]), end_boundary(row, way.marks[1])
        return sum(item.length_m for item in way.items[start:end] if isinstance(item, Leg))

    trains = list_names(world.folders, "trains")
    documented = get_journeys(world)
    rows = read_files(files, world.gazetteer.stations, joins, measure, trains=trains) if files else documented
    own = {row.journey for row in rows}
    others = [*(row for row in documented if row.journey not in own), *rows]
    if train:
        rows = tuple(row._replace(train=train) for row in rows)
        others = [row._replace(train=train) for row in others]
    return backtest(world, rows, others, get_forecasts(world), get_train=find_train)
