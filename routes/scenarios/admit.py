"""Places of the world brought into a question: looked up where the authored gazetteer knows none, and added to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from routes.errors import PlaceError
from routes.gazetteer.beyond import Candidate, choose, describe, with_place
from routes.gazetteer.folding import LONGEST, clean, fold
from routes.gazetteer.names import find_places, get_place, split_qualifiers
from routes.ids import StationCode
from routes.scenarios.world import World

SHOWN = 6


class Admitted(NamedTuple):
    """A world in which a text names a place, and the code of that place."""

    world: World
    code: StationCode


def admit(world: World, text: str) -> Admitted:
    """Return the world with the place that a text names, and its code; the world as it is where it knows the place.

    Asked in this order: the authored gazetteer, stations imported by the user, cities, airports and ports,
    and positions. What the first that knows it says, holds; `get_place` finds the place in the world returned.
    Raises: PlaceError, when it names several places (candidates) or none (the nearest three of all).
    """
    authored = find_places(world.gazetteer, text)
    if authored and authored[0].how != "prefix":
        return Admitted(world, get_place(world.gazetteer, text).code)
    found = find_beyond(world, text)
    if not found:
        return Admitted(world, _get_authored(world, text))
    if len(found) > 1:
        raise _ambiguous(text, found)
    gazetteer = with_place(world.gazetteer, found[0], text)
    return Admitted(world._replace(gazetteer=gazetteer), found[0].station.code)


def find_beyond(world: World, text: str) -> tuple[Candidate, ...]:
    """Return the places beyond the gazetteer that a text names, of the first source that knows any; () for none.

    One, where one is meant; several where the text leaves it open.
    Raises: UsageError, for a position off the earth.
    """
    query = clean(text)[:LONGEST]
    for find in _SOURCES:
        if found := choose(find(world, query)):
            return found
    return ()


def _find_cities(world: World, text: str) -> Sequence[Candidate]:
    from routes.basemap.cities import PREFIX, find_cities, get_city
    from routes.scenarios.city_places import build_candidate, fits

    del world
    if text.startswith(PREFIX):
        city = get_city(text)
        return [build_candidate(city, "code", city.name)] if city else []
    whole = find_cities(fold(text))
    base, qualifiers = split_qualifiers(text)
    found = whole or [city for city in find_cities(fold(base)) if qualifiers and fits(city, qualifiers)]
    key = fold(text if whole else base)
    chief = [city for city in found if any(fold(n) == key for lang, n in city.names if lang != "en" or n == city.name)]
    return [
        build_candidate(city, "folded", next(n for _, n in city.names if fold(n) == key)) for city in chief or found
    ]


def _find_points(world: World, text: str) -> Sequence[Candidate]:
    from routes.gazetteer.points import find_point

    del world
    found = find_point(text)
    return [found] if found else []


_SOURCES: tuple[Callable[[World, str], Sequence[Candidate]], ...] = (_find_cities, _find_points)


def _get_authored(world: World, text: str) -> StationCode:
    """Return the code of the place whose name a text begins.

    Raises: PlaceError, when it fits several places or none.
    """
    return get_place(world.gazetteer, text).code


def _ambiguous(text: str, found: Sequence[Candidate]) -> PlaceError:
    shown = [describe(c.station) for c in found[:SHOWN]]
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    message = f'"{clean(text)[:LONGEST]}" fits {len(found)} places: {"; ".join(shown + more)}'
    codes = [c.station.code for c in found]
    ways = " or ".join(f'"{code}"' for code in codes[:SHOWN])
    return PlaceError(message, hint=f"write {ways}", candidates=codes)
