"""Places of the world brought into a question: looked up where the authored gazetteer knows none, and added to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from routes.errors import PlaceError
from routes.gazetteer.beyond import Candidate, describe, with_place
from routes.gazetteer.folding import LONGEST, clean
from routes.gazetteer.names import find_places, get_place, split_qualifiers
from routes.ids import StationCode
from routes.scenarios.known import Known, is_authored
from routes.scenarios.likeness import suggest_all
from routes.scenarios.look_up import find_beyond
from routes.scenarios.world import World

SHOWN = 6


class Admitted(NamedTuple):
    """A world in which a text names a place, and the code of that place."""

    world: World
    code: StationCode


def admit(world: World, text: str) -> Admitted:
    """Return the world with the place that a text names, and its code; the world as it is where it knows the place.

    Asked in this order: the authored gazetteer, positions, stations imported by the user, cities, airports, ports, and
    last the beginnings of authored names. What the first that knows it says, holds; `get_place` finds the place in
    the world returned.
    Raises: PlaceError, when it names several places (candidates) or none (the nearest three of all).
    """
    known = Known(world.folders, world.gazetteer)
    found = known if is_authored(known.gazetteer, text) else admit_known(known, text)
    code = get_place(found.gazetteer, text).code
    return Admitted(world if found is known else world._replace(gazetteer=found.gazetteer), code)


def admit_known(known: Known, text: str) -> Known:
    """Return what is known with the place that a text, which is no whole name of an authored one, names.

    Raises: PlaceError, as `admit`.
    """
    found = find_beyond(known, text)
    if len(found) > 1:
        raise refuse_ambiguous(text, found)
    if found:
        return known._replace(gazetteer=with_place(known.gazetteer, found[0], text))
    if find_places(known.gazetteer, split_qualifiers(clean(text)[:LONGEST])[0]):
        get_place(known.gazetteer, text)  # raises where a country or region does not fit
        return known
    raise _unknown(known, text)


def _unknown(known: Known, text: str) -> PlaceError:
    """Return the fault of a name that fits no place, with the three of all places that are spelt most like it."""
    query = clean(text)[:LONGEST]
    base, qualifiers = split_qualifiers(query)
    elsewhere = find_beyond(known, base) if qualifiers else ()
    near = [(str(c.station.code), describe(c.station)) for c in elsewhere] or suggest_all(known, base)
    codes = [code for code, _ in near]
    message = f'"{query}" is not in the gazetteer'
    if elsewhere:
        message = f'"{base}" is a place, but not in "{", ".join(qualifiers)}"'
    shown = "; ".join(text for _, text in near[:SHOWN])
    hint = f"did you mean {shown}" if near else "use another spelling, or a position such as 42.43,130.64"
    return PlaceError(message, hint=f"{hint}; `routes stations add` adds a place of your own", candidates=codes)


def refuse_ambiguous(text: str, found: Sequence[Candidate]) -> PlaceError:
    """Return the fault of a text that names several places, with the codes that name each."""
    shown = [describe(c.station) for c in found[:SHOWN]]
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    message = f'"{clean(text)[:LONGEST]}" fits {len(found)} places: {"; ".join(shown + more)}'
    codes = [c.station.code for c in found]
    ways = " or ".join(f'"{code}"' for code in codes[:SHOWN])
    return PlaceError(message, hint=f"write {ways}", candidates=codes)
