"""The sightings of a question in words as texts that are read alike at any time, and the as-of that follows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from routes.clock import format_local, to_local, zone_city
from routes.scenarios.ask_items import Item
from routes.scenarios.ask_sightings import NOW, Sight

if TYPE_CHECKING:
    from routes.gazetteer.station import Gazetteer
    from routes.scenarios.phrases import AsOf


class Read(NamedTuple):
    """The texts of sightings and absences as a question has them, how each is understood, and the last instant."""

    seen: tuple[str, ...]
    not_seen: tuple[str, ...]
    said: tuple[str, ...]
    last: datetime | None


def read_sights(sights: Sequence[Sight], gazetteer: Gazetteer, as_of: AsOf) -> Read:
    """Return what was seen as texts that are read alike at any time, with dates.

    Raises: PlaceError or TimeError, when a place or time cannot be read.
    """
    from routes.scenarios.evidence import Vantage, read_absence, read_sighting

    vantage = Vantage(gazetteer, as_of)
    seen, not_seen, said, instants = list[str](), list[str](), list[str](), list[datetime]()
    for sight in sights:
        name, error = sight.place.text, f" ±{sight.error}" if sight.error else ""
        event = "" if sight.is_missing and sight.event == "seen" else f"{sight.event} "
        if sight.is_missing:
            absence = read_absence(vantage, f"{event}{name} {_bound(sight.time)}", later=True)
            at, zone = max([absence.by, *(instants if sight.time == NOW else ())]), absence.zone
        else:
            sighting = read_sighting(vantage, f"{event}{name} {sight.time}{error}", later=True)
            at, zone = sighting.at, sighting.zone
            error = f" ±{ceil(sighting.error_s / 60)} min" if sighting.span else error
        station = gazetteer.stations[(absence if sight.is_missing else sighting).station]
        clock = (
            ""
            if zone == station.zone and "clock" in (absence if sight.is_missing else sighting).assumed
            else f" {zone}"
        )
        local = f"{to_local(at, zone):%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        instants.append(at + timedelta(seconds=sighting.error_s if not sight.is_missing and sighting.span else 0))
        shown = f"{format_local(at, zone)} {zone_city(zone)}"
        if sight.is_missing:
            not_seen.append(f"{event}{name} by {local}{clock}")
            verb = "not seen leaving" if sight.event == "dep" else "not seen at"
            said.append(f"{verb} {station.name} by {shown}")
        else:
            seen.append(f"{event}{name} {local}{clock}{error}")
            verbs = {"seen": "arriving (assumed) at", "arr": "arriving at", "dep": "leaving", "pass": "passing"}
            width = error.strip() or "±10 min assumed"
            width += f", the middle of {sighting.span}" if sighting.span else ""
            said.append(f"seen {verbs[sight.event]} {station.name} {shown}, {width}")
    return Read(tuple(seen), tuple(not_seen), tuple(said), max(instants, default=None))


def first_place(sights: Sequence[Sight], gazetteer: Gazetteer, as_of: AsOf) -> Item | None:
    """Return the place of the sighting that came first, whatever the order of the words; None without any.

    Raises: PlaceError or TimeError, when a place or time cannot be read.
    """
    from routes.scenarios.evidence import Vantage, read_sighting

    seen, vantage = [sight for sight in sights if not sight.is_missing], Vantage(gazetteer, as_of)
    if len(seen) < 2:
        return seen[0].place if seen else None
    texts = [f"{sight.event} {sight.place.text} {sight.time}" for sight in seen]
    instants = [read_sighting(vantage, text, later=True).at for text in texts]
    return seen[instants.index(min(instants))].place


def _bound(phrase: str) -> str:
    """Return a phrase as a bound: `at 15:00` of what was not seen is `by 15:00`."""
    plain = re.sub(r"^(at|on|as of) ", "", phrase, flags=re.IGNORECASE)
    return (
        plain if re.match(r"(by|until|till|before|up to|not later|no later)\b", plain, re.IGNORECASE) else f"by {plain}"
    )


def moved_as_of(last: datetime, zone: str) -> str:
    """Return the as-of text for the minute of the last sighting, rounded up."""
    local = to_local(last + timedelta(seconds=59), zone)
    return f"{local:%Y-%m-%d %H:%M} {zone}"
