"""What may be wrong with the rows of journeys and forecasts that each field alone does not show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from routes.checks import UNREAD, UnreadError
from routes.clock import to_instant
from routes.errors import TimeError
from routes.findings import Finding
from routes.gazetteer.station import Gazetteer
from routes.scenarios.journey_columns import FORECAST_COLUMNS, OBSERVATION_COLUMNS
from routes.stacks import Check, Key, Layout, Stack
from routes.tables import Row, check_source


def _event_key(row: Row) -> Key:
    return row.values["journey"], row.values["seq"]


def _forecast_key(row: Row) -> Key:
    return (row.values["forecast"],)


OBSERVATIONS = Layout(OBSERVATION_COLUMNS, _event_key, "journey and seq", "seq")
FORECASTS = Layout(FORECAST_COLUMNS, _forecast_key, "code", "forecast")


def list_event_checks(gazetteer: Gazetteer, trains: Collection[str]) -> list[Check]:
    """Return the checks of a row that tells of an event of one of these trains."""
    return [partial(_check_station, gazetteer=gazetteer), *list_row_checks(trains)]


def list_row_checks(trains: Collection[str]) -> list[Check]:
    """Return the checks of a row that tells of an event at a station of any kind."""
    return [_check_clock, check_source, _check_grade, _check_known, partial(_check_train, trains=trains)]


def list_forecast_checks(gazetteer: Gazetteer, journeys: Collection[str]) -> list[Check]:
    """Return the checks of a row that tells of a forecast."""
    return [
        partial(_check_journey, journeys=journeys),
        partial(_check_station, gazetteer=gazetteer),
        *(_check_clock, check_source, _check_made, _check_foretold),
    ]


def _clock_field(row: Row) -> str:
    return "local_time" if "local_time" in row.header else "predicted_local"


def get_instant(row: Row) -> datetime:
    """Return the instant of a row's reading on the row's clock.

    Raises: UnreadError, when one of the two cannot be read, or there is not just one instant.
    """
    reading, zone = row.values[_clock_field(row)], row.values["clock_zone"]
    try:
        return to_instant(reading, zone)
    except TimeError as fault:
        raise UnreadError(fault.message) from None


def _check_clock(row: Row) -> list[Finding]:
    """Return a finding when a row's reading on the row's clock never happened, or happened twice."""
    field = _clock_field(row)
    reading, zone = row.values[field], row.values["clock_zone"]
    try:
        to_instant(reading, zone)
    except TimeError as fault:
        remedy = f"{fault.hint}; an offset is written as the clock zone, such as UTC+9"
        return [row.finding("reading_in_gap_or_fold", field, fault.message, remedy)]
    return []


def _check_station(row: Row, gazetteer: Gazetteer) -> list[Finding]:
    code = row.values["station"]
    if code in gazetteer.stations or code in gazetteer.left_out or UNREAD in gazetteer.left_out:
        return []
    remedy = "correct the code, or add the station to stations.csv"
    return [row.finding("station_unknown", "station", f'there is no station "{code}"', remedy)]


def _check_train(row: Row, trains: Collection[str]) -> list[Finding]:
    name = row.values["train"]
    if name in trains or "train" not in row.header:
        return []
    remedy = f"use one of: {', '.join(sorted(trains))}"
    return [row.finding("train_unknown", "train", f'no train profile is called "{name}"', remedy)]


def _check_journey(row: Row, journeys: Collection[str]) -> list[Finding]:
    if row.values["journey"] in journeys or UNREAD in journeys:
        return []
    remedy = f"use one of: {', '.join(sorted(journeys))}"
    return [row.finding("journey_unknown", "journey", f'no journey "{row.values["journey"]}" is documented', remedy)]


def _check_grade(row: Row) -> list[Finding]:
    confidence = row.values["confidence"]
    if row.values["source"] != "assumed" or confidence == "D":
        return []
    message = f"an assumed time cannot have confidence {confidence}"
    return [row.finding("guess_overrated", "confidence", message, "write D, or name the source")]


def _check_known(row: Row) -> list[Finding]:
    earliest = get_instant(row) - timedelta(minutes=row.values["precision_min"])
    return _check_not_before(row, earliest, "the event itself")


def _check_made(row: Row) -> list[Finding]:
    return _check_not_before(row, row.values["made_at"], "it was made") if row.values["made_at"] else []


def _check_not_before(row: Row, not_before: datetime, what: str) -> list[Finding]:
    known_from = row.values["known_from"]
    if known_from >= not_before:
        return []
    message = f"known from {_utc(known_from)}, before {what} ({_utc(not_before)} at the earliest)"
    return [row.finding("known_too_early", "known_from", message, "give the instant of publication, in UTC")]


def _check_foretold(row: Row) -> list[Finding]:
    made_at, at = row.values["made_at"], get_instant(row)
    if made_at is None or made_at <= at + timedelta(minutes=row.values["precision_min"]):
        return []
    message = f"made at {_utc(made_at)}, after the {_utc(at)} that it foretells"
    return [row.finding("forecast_late", "made_at", message, "correct the time, or leave this row out")]


class _Moment(NamedTuple):
    """When an event of a journey can have been, whether its row is usable or not."""

    journey: str
    seq: int
    earliest: datetime
    at: datetime
    latest: datetime
    row: Row


def find_late(stack: Stack) -> dict[str, Finding]:
    """Return by origin a finding for each event that, at its latest, is before one of a lower seq at its earliest."""
    kept: list[_Moment] = []
    found: dict[str, Finding] = {}
    for moment in sorted(_list_moments(stack), key=lambda m: (m.journey, m.seq)):
        before = [m for m in kept if m.journey == moment.journey and m.earliest > moment.latest]
        if before:
            found[moment.row.origin] = _late(moment, max(before, key=lambda m: m.earliest))
        else:
            kept.append(moment)
    return found


def find_empty(stack: Stack) -> dict[str, Finding]:
    """Return by origin a finding for each event that has 0 m of track from the one before, at another station."""
    rows = sorted([*stack.rows.values(), *stack.left_out], key=lambda row: row.line)
    placed = [(row, key) for row in rows if (key := _read_key(row)) is not None]
    found: dict[str, Finding] = {}
    for (before, first), (row, second) in pairwise(sorted(placed, key=lambda pair: pair[1])):
        if first[0] == second[0] and (finding := check_length(before, row)):
            found[row.origin] = finding
    return found


def _read_key(row: Row) -> tuple[str, int] | None:
    with suppress(UnreadError):
        return row.values["journey"], row.values["seq"]
    return None


def check_length(before: Row, row: Row) -> Finding | None:
    """Return a finding where a row has 0 m of track from the one before, at another station."""
    with suppress(UnreadError):
        start, end = before.values["station"], row.values["station"]
        if start != end and row.values["length_m"] == 0:
            remedy = "give the track from the row before in metres, or leave it empty where the network has it"
            return row.finding("length_zero", "length_m", f"0 m of track from {start} to {end}", remedy)
    return None


def _list_moments(stack: Stack) -> Iterable[_Moment]:
    """Return the event of each row whose number and time can be read, the first of those with one number."""
    moments: dict[Key, _Moment] = {}
    for row in [*stack.rows.values(), *stack.left_out]:
        with suppress(UnreadError):
            at, spread = get_instant(row), timedelta(minutes=row.values["precision_min"])
            journey, seq = _event_key(row)
            moments.setdefault((journey, seq), _Moment(journey, seq, at - spread, at, at + spread, row))
    return moments.values()


def _late(moment: _Moment, other: _Moment) -> Finding:
    where = f"seq {other.seq} at {_utc(other.at)} ({other.row.origin})"
    message = f"at {_utc(moment.at)}, before {where}, beyond precision"
    return moment.row.finding("event_order", "seq", message, "correct the times, their zones, or the numbers")


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%MZ}"
