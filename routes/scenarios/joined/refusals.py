"""Why a joined journey is not answered: what cannot be asked of one, and the leg by timetable that has no journey."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from routes.clock import format_local, format_offset, to_local
from routes.errors import InfeasibleError, UsageError
from routes.gazetteer.station import Station
from routes.scenarios.answers import Readings
from routes.scenarios.joined.legs import Part, Timed
from routes.scenarios.joined.odds import HOPELESS, Relay, View, latest_s
from routes.scenarios.leg_checks import QUESTIONS
from routes.scenarios.schema import Scenario
from routes.scenarios.timetables import list_days
from routes.timetable.table import Timetable

CANNOT = {
    "not_seen": "ask with a later time to depart",
    "via": "a leg has `via` of its own, and ends where the next begins",
    "origins": "ask compare, which has a row for each",
    "alternatives": "a leg goes one way: write `via` into it, and ask again",
}
"""What a scenario of legs cannot have, and what to do instead."""


def refuse(query: Scenario) -> None:
    """Raise UsageError for what cannot be asked of a journey of legs."""
    if query.question not in QUESTIONS:
        hint = f"ask for {', '.join(QUESTIONS)}, or leave the legs out"
        raise UsageError(f"a journey of legs cannot be asked for {query.question}", hint=hint)
    own = {"origins"} if query.question == "compare" else set[str]()
    strange = [field for field in CANNOT if field not in own and getattr(query, field)]
    if strange:
        hint = "; ".join(CANNOT[field] for field in strange)
        raise UsageError(f"a journey of legs takes no {', '.join(strange)}", hint=hint)


def refuse_after(parts: Sequence[Part], rows: Sequence[Readings], zones: Sequence[str]) -> None:
    """Raise InfeasibleError where a leg would have to end after all that its timetable knows of.

    `rows` are the readings where legs meet, and `zones` the clocks of the ends of the legs.
    """
    for n, (part, zone) in enumerate(zip(parts, zones, strict=True)):
        until = rows[n + 1].even or rows[n + 1].too_late_after
        if not isinstance(part.way, Timed) or until is None:
            continue
        table, day = part.way.opened.network.table, to_local(until, zone).date()
        longest = timedelta(seconds=int(table.arrays["arrive"].max()), days=1)
        if day > list_days(table)[1] + longest:
            message = f"leg {n + 1} would end on {day}, after the last day of the timetable {table.name}"
            raise InfeasibleError(message, hint=f"{_list_services(table)}: import a later one")


def explain(
    parts: Sequence[Part], relay: Relay, views: Sequence[View], end: Station, deadline: datetime | None
) -> InfeasibleError:
    """Return why nothing is in time: the last leg by timetable that has no journey then, and when it has any."""
    by = f"{format_local(deadline, end.zone)} {format_offset(deadline, end.zone)} in {end.name}" if deadline else ""
    timed = [(n, part.way) for n, part in enumerate(parts) if isinstance(part.way, Timed)]
    if not timed:
        message = f"no departure of this journey is in time{f' for {by}' if by else ''}"
        return InfeasibleError(message, hint="take a later time")
    n, way = next(((n, w) for n, w in timed[::-1] if views and latest_s(relay, views[n], HOPELESS) is None), timed[0])
    name, ends = way.opened.network.table.name, (way.opened.start, way.opened.end)
    start, there = (side.station.name for side in ends)
    when = f" in time for {by}" if by else " then"
    message = f"leg {n + 1}: no journey of the timetable {name} leads from {start} to {there}{when}"
    return InfeasibleError(message, hint=f"{_list_services(way.opened.network.table)}; 60 days are searched")


def _list_services(table: Timetable) -> str:
    first, last = list_days(table)
    return f"it has services from {first} to {last}"
