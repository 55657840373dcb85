"""The notes on an answer by timetable: how names were read, what is assumed, and which times are not exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.gazetteer.folding import fold
from routes.scenarios.timetables import Scheduled, find_stop, note_change, note_end
from routes.scenarios.world import World
from routes.sentences_scheduled import visible
from routes.timetable.routing import Trek
from routes.timetable.stop_times import ARRANGED_ALIGHTING, ARRANGED_BOARDING, ESTIMATED
from routes.timetable.table import trip_of
from routes.units import format_duration
from routes.when import deadlines

Document = Mapping[str, Any]


def list_notes(world: World, scheduled: Scheduled, treks: Sequence[Trek], pairs: Sequence[Document]) -> Iterator[str]:
    """Yield how a question was read, what is assumed for its answer, and which of its times are not exact."""
    table, arrays = scheduled.opened.network.table, scheduled.opened.network.table.arrays
    yield from _list_read(world, scheduled)
    yield f"{note_change(scheduled.opened.change_s)} ({'as asked' if scheduled.asked.change else 'assumed'})"
    if scheduled.asked.kind == "latest-departure":
        yield from note_end(table, deadlines(scheduled.whens[0]), scheduled.opened.end.station.zone)
    if any(leg["mode"] == "foot" for pair in pairs for leg in pair["itinerary"]["legs"]):
        yield "on foot it is 1.3 times the straight line, at 1.1 m/s, where the feed gives no time (assumed)"
    rides = [ride for trek in treks for ride in trek.rides]
    if any(arrays["flags"][at] & ESTIMATED for ride in rides for at in (ride.board, ride.alight)):
        yield "times marked ~ are not exact: the feed gives none, or calls them approximate"
    if any(
        arrays["flags"][ride.board] & ARRANGED_BOARDING or arrays["flags"][ride.alight] & ARRANGED_ALIGHTING
        for ride in rides
    ):
        yield "boarding or leaving at a stop of these rides has to be arranged with the agency or the driver"
    every = {int(arrays["headway_s"][trip_of(table, ride.board)]) for ride in rides} - {0}
    if every:
        yield f"trips that run every {format_duration(max(every))} keep no exact times: the longest wait is allowed for"


def _list_read(world: World, scheduled: Scheduled) -> Iterator[str]:
    """Yield how the names of stops to pass or avoid are read where the place goes by another one."""
    for text in dict.fromkeys((*scheduled.asked.via, *scheduled.asked.avoid)):
        name = find_stop(world, scheduled.opened.network.table, scheduled.opened.places, text).name
        if fold(name) != fold(text):
            yield f'"{visible(text)}" is read as {visible(name)}'
