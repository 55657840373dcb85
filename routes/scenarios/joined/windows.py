"""When the modelled legs of a joined journey may go on: windows put on the leg that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from routes.errors import UsageError
from routes.itinerary import Itinerary, list_events
from routes.scenarios.evaluate import read_told
from routes.scenarios.joined.legs import Modelled, Part
from routes.scenarios.joined.sightings import ask_either, find_leg
from routes.scenarios.phrases import AsOf
from routes.scenarios.schema import Scenario
from routes.scenarios.window_phrases import ALWAYS_OPEN, Hours, Span, build_windows
from routes.scenarios.world import World
from routes.timetable.search import MOST_DAYS
from routes.timetable.table import UNIX_S
from routes.timing.windows import Window

Windows = tuple[tuple[int, Window], ...]
ASKED = "--window"
"""The origin of a window that the question gives; others are of a train."""


def open_windows(
    worlds: tuple[World, World], query: Scenario, as_of: AsOf, parts: Sequence[Part], known: Sequence[datetime]
) -> tuple[tuple[Part, ...], tuple[Hours, ...]]:
    """Return the legs with the windows of the question and of their trains, and these; `known` are its instants.

    Of the `worlds` the first has no stops of the timetables, whose names places of modelled legs may share.
    Raises: UsageError, PlaceError or TimeError, for a window that cannot be read, or of a place on no modelled leg.
    """
    found, used, asked = list[Part](), list[Hours](), list[Hours]()
    side = timedelta(days=MOST_DAYS)
    span = Span(min(known) - side, max(known) + side)
    for n, part in enumerate(parts):
        way = part.way
        told = None
        if isinstance(way, Modelled):
            told = ask_either(worlds, partial(read_told, query=query, as_of=as_of, train=way.profile.train))
        if told is None or not isinstance(way, Modelled):
            found.append(part)
            continue
        asked += [one for one in told.hours if one.origin == ASKED]
        own = [one for one in told.hours if one.rule != ALWAYS_OPEN and find_leg(parts, one.station, one.event) == n]
        opens = build_windows(way.itinerary, worlds[1].gazetteer.stations, own, span)
        windows = tuple((b, tuple((a + UNIX_S, z + UNIX_S) for a, z in opens[b])) for b in sorted(opens))
        found.append(part._replace(way=way._replace(windows=windows)))
        used += own
    if strange := [one for one in asked if one.station not in {hours.station for hours in used}]:
        hint = "a window holds for what goes by no timetable: give a place on such a leg"
        raise UsageError(f'the window "{strange[0].text}" is of no modelled leg', hint=hint)
    return tuple(found), tuple(dict.fromkeys(used))


def move_windows(windows: Windows, old: Itinerary, new: Itinerary) -> Windows:
    """Return windows at the boundaries of a journey of the same stations, where works may be other ones."""
    if len(old.items) == len(new.items):
        return windows
    events = {event.boundary: event for event in list_events(old)}
    found = dict[int, Window]()
    for boundary, window in windows:
        was = events[boundary]
        here = [event for event in list_events(new) if event.station == was.station]
        same = [event for event in here if event.event == was.event]
        found[(same or here)[0].boundary] = window
    return tuple(sorted(found.items()))
