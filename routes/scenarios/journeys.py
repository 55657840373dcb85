"""Documented journeys and the forecasts made of them: `journeys/*.csv` to records, with every fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from routes.clock import LocalTime
from routes.findings import Finding
from routes.folders import DataFolder
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.scenarios.journey_checks import (
    FORECASTS,
    OBSERVATIONS,
    find_empty,
    find_late,
    get_instant,
    list_event_checks,
    list_forecast_checks,
)
from routes.scenarios.journey_columns import USUAL_TRAIN
from routes.scenarios.reader import list_names
from routes.stacks import Files, Stack, read_stack
from routes.tables import Row

R = TypeVar("R", "Observation", "Forecast")


class Observation(NamedTuple):
    """One event of a journey: where, when by whose clock, how sure, and since when the public could know it.

    `at` is the instant of `local`; the event lies within `precision_s` seconds of it, both ends included. `length_m`
    is the track from the station of the row before, where the file gives it.
    """

    journey: str
    seq: int
    station: StationCode
    event: str
    local: LocalTime
    at: datetime
    precision_s: int
    confidence: str
    known_from: datetime
    source: str
    note: str
    origin: str
    train: str = USUAL_TRAIN
    length_m: int | None = None

    @property
    def earliest(self) -> datetime:
        """Return the first instant at which the event can have been."""
        return self.at - timedelta(seconds=self.precision_s)

    @property
    def latest(self) -> datetime:
        """Return the last instant at which the event can have been."""
        return self.at + timedelta(seconds=self.precision_s)


class Forecast(NamedTuple):
    """What someone foretold of an event: for `at`, within `precision_s` where a range was given.

    `made_at` is None where the hour is not known; `known_from` is then an hour by which it was public.
    """

    forecast: str
    journey: str
    station: StationCode
    event: str
    local: LocalTime
    at: datetime
    precision_s: int
    made_at: datetime | None
    known_from: datetime
    source: str
    note: str
    origin: str


def read_journeys(folders: Sequence[DataFolder], gazetteer: Gazetteer) -> tuple[tuple[Observation, ...], list[Finding]]:
    """Return the events of every documented journey, by journey and seq, and every fault of their files.

    They stand in the CSV files of each folder's `journeys`, but for those whose name begins with
    `forecasts`. A row of a later folder replaces the one of the same journey and seq; other rows add. A
    row with a fault is left out.
    """
    trains = list_names(folders, "trains")
    stack = read_stack(_list_files(folders, forecasts=False), OBSERVATIONS, list_event_checks(gazetteer, trains))
    late = find_empty(stack) | find_late(stack)
    usable = [row for row in _placed_rows(stack, gazetteer) if row.origin not in late]
    kept = sorted((build_observation(row) for row in usable), key=lambda o: o[:2])
    return tuple(kept), sorted([*stack.findings, *late.values()], key=lambda f: (f.file, f.line, f.column))


def read_forecasts(folders: Sequence[DataFolder], gazetteer: Gazetteer) -> tuple[tuple[Forecast, ...], list[Finding]]:
    """Return every forecast of a documented journey, in the order of the files, and every fault.

    They stand in the files of each folder's `journeys` whose name begins with `forecasts`. A row of a
    later folder replaces the forecast of the same code.
    """
    events = read_stack(_list_files(folders, forecasts=False), OBSERVATIONS, [])
    journeys = events.name_left_out("journey").union(row.values["journey"] for row in events.rows.values())
    stack = read_stack(_list_files(folders, forecasts=True), FORECASTS, list_forecast_checks(gazetteer, journeys))
    forecasts = tuple(_build_forecast(row) for row in _placed_rows(stack, gazetteer))
    return forecasts, sorted(stack.findings, key=lambda f: (f.file, f.line, f.column))


def select_known(records: Iterable[R], *, as_of: datetime) -> tuple[R, ...]:
    """Return the observations or forecasts that the public could know at `as_of`, in their order."""
    return tuple(record for record in records if record.known_from <= as_of)


def find_outcome(forecast: Forecast, observations: Iterable[Observation]) -> Observation | None:
    """Return the first event that the forecast spoke of, or None when no time of it is documented."""
    wanted = (forecast.journey, forecast.station, forecast.event)
    return next((o for o in observations if (o.journey, o.station, o.event) == wanted), None)


def _list_files(folders: Sequence[DataFolder], *, forecasts: bool) -> Files:
    """Return each folder with its files of forecasts, or with those of journeys."""
    return [
        (folder, [f"journeys/{name}" for name in names if name.startswith("forecasts") == forecasts])
        for folder in folders
        for names in [sorted(path.name for path in (folder.path / "journeys").glob("*.csv") if path.is_file())]
    ]


def _placed_rows(stack: Stack, gazetteer: Gazetteer) -> list[Row]:
    """Return the usable rows, without those of a station that was left out itself."""
    return [row for row in stack.rows.values() if row.values["station"] in gazetteer.stations]


def build_observation(row: Row) -> Observation:
    """Return the event that a row without a fault tells of."""
    values = row.values
    return Observation(
        values["journey"],
        values["seq"],
        StationCode(values["station"]),
        values["event"],
        LocalTime(values["local_time"], values["clock_zone"]),
        get_instant(row),
        values["precision_min"] * 60,
        values["confidence"],
        values["known_from"],
        values["source"],
        values["note"],
        row.origin,
        values["train"],
        values["length_m"],
    )


def _build_forecast(row: Row) -> Forecast:
    values = row.values
    return Forecast(
        values["forecast"],
        values["journey"],
        StationCode(values["station"]),
        values["event"],
        LocalTime(values["predicted_local"], values["clock_zone"]),
        get_instant(row),
        values["precision_min"] * 60,
        values["made_at"],
        values["known_from"],
        values["source"],
        values["note"],
        row.origin,
    )
