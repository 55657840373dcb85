"""The documented journeys of all data folders, and a train's profile fitted from those that are its own."""

from __future__ import annotations

from datetime import datetime

from routes.errors import DataError
from routes.findings import ERROR
from routes.scenarios.calibrate import Calibration, calibrate
from routes.scenarios.evaluate import AsOf, read_as_of
from routes.scenarios.journeys import Forecast, Observation, read_forecasts, read_journeys
from routes.scenarios.reader import get_train
from routes.scenarios.world import World


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
        raise DataError("the files of forecasts have faults", hint="mend each, then run `routes check`", findings=faults)
    return forecasts


def calibrate_train(world: World, name: str, *, as_of: str, now: datetime) -> tuple[Calibration, AsOf]:
    """Return a train's profile fitted from its documented journeys, and the instant whose knowledge counts.

    Raises: UsageError, TimeError or DataError.
    """
    train = get_train(world.folders, name)
    known = read_as_of(world, as_of, zone="UTC", now=now)
    rows = [row for row in get_journeys(world) if row.train == name]
    return calibrate(world, train, rows, as_of=known.instant), known
