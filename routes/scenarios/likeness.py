"""The places of all sources whose names are spelt most like a text that fits none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from routes.gazetteer.beyond import describe
from routes.gazetteer.folding import fold
from routes.gazetteer.names import describe_place
from routes.ids import StationCode
from routes.scenarios.known import Known
from routes.scenarios.look_up import find_by_code, list_files

MOST_ALIKE = 200
"""Names of imported stations that are compared letter by letter for a suggestion."""
LIKE = 0.6
"""The likeness from which on a name is looked for first: faster than ranking all."""


def suggest_all(known: Known, text: str, count: int = 3) -> list[tuple[str, str]]:
    """Return code and description of the places whose names are spelt most like a text, nearest first, at most `count`.

    Airports count where they have an IATA code. Never resolves: an answer here is a question to the user.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    key = fold(text)
    if not key:
        return []
    pairs = list(_list_keys(known, key))
    spellings = [spelling for spelling, _ in pairs]
    near = partial(process.extract, key, spellings, scorer=OSA.normalized_similarity, limit=10 * count)
    found = near(score_cutoff=LIKE)
    found = found if len(found) >= count else near()
    codes = dict.fromkeys(pairs[index][1] for *_, index in sorted(found, key=lambda hit: -hit[1]))
    return [(code, shown) for code in list(codes)[:count] if (shown := _describe_code(known, code))]


def _list_keys(known: Known, key: str) -> Iterator[tuple[str, str]]:
    """Yield folded names with the codes of their places, in the order in which sources are asked."""
    from routes.basemap.cities import list_city_keys
    from routes.gazetteer.airports import list_airport_keys
    from routes.gazetteer.ports import list_port_keys

    yield from ((spelling, name.code) for spelling, names in known.gazetteer.folded.items() for name in names)
    for file in list_files(known):
        from routes.gazetteer.imported import list_like

        yield from list_like(file, key, most=MOST_ALIKE)
    yield from list_city_keys()
    yield from list_airport_keys()
    yield from list_port_keys()


def _describe_code(known: Known, code: str) -> str:
    """Return what `describe` would of the place with a code, for a port without the zone that it does not show."""
    if code.startswith("port:"):
        from routes.gazetteer.ports import find_ports

        return next((f"port of {port.name}, {port.country} [{code}]" for port in find_ports(code)), "")
    if StationCode(code) in known.gazetteer.stations:
        return describe_place(known.gazetteer, StationCode(code))
    place = find_by_code(known, code)
    return describe(place) if place else ""
