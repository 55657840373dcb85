"""Documented journeys and the forecasts made of them: `journeys/*.csv` to records, with every fault."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from routes.clock import LocalTime, to_instant
from routes.errors import TimeError
from routes.findings import Finding
from routes.folders import DataFolder, read_text
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.scenarios.journey_columns import FORECAST_COLUMNS, OBSERVATION_COLUMNS
from routes.tables import Column, Row, read_table

R = TypeVar("R", "Observation", "Forecast")
Build = Callable[[Row], tuple[R | None, list[Finding]]]


class Observation(NamedTuple):
    """One event of a journey: where, when by whose clock, how sure, and since when the public could know it.

    `at` is the instant of `local`; the event lies within `precision_s` seconds of it, both ends included.
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

    def build(row: Row) -> tuple[Observation | None, list[Finding]]:
        return _build_observation(row, gazetteer)

    found, findings = _read_files(folders, False, OBSERVATION_COLUMNS, ("journey", "seq"), build)
    kept: list[Observation] = []
    for record, row in sorted(found, key=lambda pair: pair[0][:2]):
        late = _check_order(record, row, kept)
        findings += late
        kept += [] if late else [record]
    return tuple(kept), sorted(findings, key=lambda f: (f.file, f.line, f.column))


def read_forecasts(
    folders: Sequence[DataFolder], gazetteer: Gazetteer, observations: Iterable[Observation]
) -> tuple[tuple[Forecast, ...], list[Finding]]:
    """Return every forecast of a documented journey, in the order of the files, and every fault.

    They stand in the files of each folder's `journeys` whose name begins with `forecasts`. A row of a
    later folder replaces the forecast of the same code.
    """
    journeys = {o.journey for o in observations}

    def build(row: Row) -> tuple[Forecast | None, list[Finding]]:
        return _build_forecast(row, gazetteer, journeys)

    found, findings = _read_files(folders, True, FORECAST_COLUMNS, ("forecast",), build)
    return tuple(record for record, _ in found), sorted(findings, key=lambda f: (f.file, f.line, f.column))


def select_known(records: Iterable[R], *, as_of: datetime) -> tuple[R, ...]:
    """Return the observations or forecasts that the public could know at `as_of`, in their order."""
    return tuple(record for record in records if record.known_from <= as_of)


def find_outcome(forecast: Forecast, observations: Iterable[Observation]) -> Observation | None:
    """Return the first event that the forecast spoke of, or None when no time of it is documented."""
    wanted = (forecast.journey, forecast.station, forecast.event)
    return next((o for o in observations if (o.journey, o.station, o.event) == wanted), None)


def lateness_s(forecast: Forecast, outcome: Observation) -> int:
    """Return by how many seconds the event came after the time foretold; below zero, before it."""
    return int((outcome.at - forecast.at).total_seconds())


def _read_files(
    folders: Sequence[DataFolder], forecasts: bool, columns: Sequence[Column], key: Sequence[str], build: Build[R]
) -> tuple[list[tuple[R, Row]], list[Finding]]:
    """Return the usable records with their rows, a later folder's over an earlier's, and all findings."""
    kept: dict[tuple[Any, ...], tuple[R, Row]] = {}
    findings: list[Finding] = []
    for folder in folders:
        rows, unread = _read_folder(folder, forecasts, columns)
        findings += unread
        seen: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            place = tuple(row.values[name] for name in key)
            record, faults = build(row)
            faults = faults + _check_repeated(row, seen.setdefault(place, row), key)
            findings += faults
            if record is not None and not faults:
                kept[place] = record, row
    return list(kept.values()), findings


def _read_folder(folder: DataFolder, forecasts: bool, columns: Sequence[Column]) -> tuple[list[Row], list[Finding]]:
    rows: list[Row] = []
    findings: list[Finding] = []
    for path in sorted((folder.path / "journeys").glob("*.csv")):
        if path.name.startswith("forecasts") == forecasts:
            label = f"{folder.label}/journeys/{path.name}"
            text, faults = read_text(path, label=label)
            good, more = ([], []) if faults else read_table(text, file=label, columns=columns)
            rows += good
            findings += faults + more
    return rows, findings


def _check_repeated(row: Row, first: Row, key: Sequence[str]) -> list[Finding]:
    if first is row:
        return []
    what = " ".join(str(row.values[name]) for name in key)
    message = f"{what} stands already at {first.origin}"
    return [row.finding("row_repeated", key[-1], message, "keep one of the two, or give it a number of its own")]


def _build_observation(row: Row, gazetteer: Gazetteer) -> tuple[Observation | None, list[Finding]]:
    at, faults = _read_clock(row, "local_time")
    faults = _check_station(row, gazetteer) + faults + _check_source(row)
    values = row.values
    if at is None:
        return None, faults
    faults += _check_known(row, at - timedelta(minutes=values["precision_min"]), "the event itself")
    record = Observation(
        values["journey"],
        values["seq"],
        StationCode(values["station"]),
        values["event"],
        LocalTime(values["local_time"], values["clock_zone"]),
        at,
        values["precision_min"] * 60,
        values["confidence"],
        values["known_from"],
        values["source"],
        values["note"],
        row.origin,
    )
    return record, faults


def _build_forecast(row: Row, gazetteer: Gazetteer, journeys: Collection[str]) -> tuple[Forecast | None, list[Finding]]:
    at, faults = _read_clock(row, "predicted_local")
    faults = _check_journey(row, journeys) + _check_station(row, gazetteer) + faults + _check_source(row)
    values = row.values
    made_at = values["made_at"]
    if made_at is not None:
        faults += _check_known(row, made_at, "it was made")
    if at is None:
        return None, faults
    if made_at is not None and made_at > at + timedelta(minutes=values["precision_min"]):
        message = f"made at {_utc(made_at)}, after the {_utc(at)} that it foretells"
        faults.append(row.finding("forecast_late", "made_at", message, "correct the time, or leave this row out"))
    record = Forecast(
        values["forecast"],
        values["journey"],
        StationCode(values["station"]),
        values["event"],
        LocalTime(values["predicted_local"], values["clock_zone"]),
        at,
        values["precision_min"] * 60,
        made_at,
        values["known_from"],
        values["source"],
        values["note"],
        row.origin,
    )
    return record, faults


def _read_clock(row: Row, field: str) -> tuple[datetime | None, list[Finding]]:
    """Return the instant of a row's reading on the row's clock, or a finding when there is not just one."""
    try:
        return to_instant(row.values[field], row.values["clock_zone"]), []
    except TimeError as fault:
        remedy = f"{fault.hint}; an offset is written as the clock zone, such as UTC+9"
        return None, [row.finding("reading_in_gap_or_fold", field, fault.message, remedy)]


def _check_station(row: Row, gazetteer: Gazetteer) -> list[Finding]:
    if row.values["station"] in gazetteer.stations:
        return []
    remedy = "correct the code, or add the station to stations.csv"
    return [row.finding("station_unknown", "station", f'there is no station "{row.values["station"]}"', remedy)]


def _check_journey(row: Row, journeys: Collection[str]) -> list[Finding]:
    if row.values["journey"] in journeys:
        return []
    remedy = f"use one of: {', '.join(sorted(journeys))}"
    return [row.finding("journey_unknown", "journey", f'no journey "{row.values["journey"]}" is documented', remedy)]


def _check_source(row: Row) -> list[Finding]:
    source, note, confidence = row.values["source"], row.values["note"], row.values.get("confidence", "D")
    faults = []
    if not source:
        remedy = "name the source, or write assumed and say in the note what the guess rests on"
        faults.append(row.finding("source_missing", "source", "the source is empty", remedy))
    elif source == "assumed" and not note:
        message = "the source is assumed, and the note does not say why"
        faults.append(row.finding("guess_unexplained", "note", message, "say in the note what the guess rests on"))
    if source == "assumed" and confidence != "D":
        message = f"an assumed time cannot have confidence {confidence}"
        faults.append(row.finding("guess_overrated", "confidence", message, "write D, or name the source"))
    return faults


def _check_known(row: Row, not_before: datetime, what: str) -> list[Finding]:
    known_from = row.values["known_from"]
    if known_from >= not_before:
        return []
    message = f"known from {_utc(known_from)}, before {what} ({_utc(not_before)} at the earliest)"
    return [row.finding("known_too_early", "known_from", message, "give the instant of publication, in UTC")]


def _check_order(record: Observation, row: Row, earlier: Sequence[Observation]) -> list[Finding]:
    """Report an event that, even at its latest, comes before one of a lower seq at that one's earliest."""
    before = [o for o in earlier if o.journey == record.journey and o.earliest > record.latest]
    if not before:
        return []
    other = max(before, key=lambda o: o.earliest)
    message = f"at {_utc(record.at)}, before seq {other.seq} at {_utc(other.at)} ({other.origin}), beyond precision"
    return [row.finding("event_order", "seq", message, "correct the times, their zones, or the numbers")]


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%MZ}"
