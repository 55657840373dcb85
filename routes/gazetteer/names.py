"""Names to places: a code, an exact, folded or begun name; several answers are refused, near misses only suggested."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from routes.errors import PlaceError
from routes.gazetteer.countries import AIRPORT_WORDS, COUNTRY_NAMES, RAILWAY_WORDS
from routes.gazetteer.folding import LONGEST, begins_with_words, clean, fold, is_long_enough
from routes.gazetteer.station import ASKED, Gazetteer, Name, Station
from routes.ids import StationCode

__all__ = ["Gazetteer", "Match", "describe_place", "find_places", "get_place", "suggest"]

SHOWN, HINTED = 20, 6  # candidates named in a message, and those to which a way is shown
Hit = tuple[str, Name]  # how a name was found, and the name
_SEPARATORS = re.compile(r"[,，、;；()（）\[\]]+")


class Match(NamedTuple):
    """A place that a text names: the alias that matched, how it did, and what the reader should know of it.

    `how` is `code`, `exact`, `folded` or `prefix`. `remark` is "" or such as `also the river Tumen`.
    """

    code: StationCode
    name: str
    how: str
    remark: str


def find_places(gazetteer: Gazetteer, text: str) -> tuple[Match, ...]:
    """Return every place that the best stage of the look-up fits, in the order of the files; () for none.

    Stages: code, exact, folded, prefix that is whole words, any prefix. Within one, railway places come before
    airports and ports, and those before names of other things. Words after a comma or in brackets narrow the choice by
    country, region or kind: `경성, KP`, `Pingxiang (Guangxi)`, `Moscow, airport`.
    """
    query = clean(text)[:LONGEST]
    base, qualifiers = split_qualifiers(query)
    whole = _find_by_stages(gazetteer, query, (), (_by_code, _by_spelling, _by_folding))
    if whole or not base:
        return whole
    begun = (_by_words, _by_beginning)
    stages = (_by_code, _by_spelling, _by_folding, *begun) if qualifiers else begun
    return _find_by_stages(gazetteer, base, qualifiers, stages)


def _find_by_stages(
    gazetteer: Gazetteer, text: str, qualifiers: Sequence[str], stages: Iterable[Callable[[Gazetteer, str], list[Hit]]]
) -> tuple[Match, ...]:
    for stage in stages:
        matches = _keep_best(gazetteer, stage(gazetteer, text), qualifiers)
        if matches:
            return matches
    return ()


def get_place(gazetteer: Gazetteer, text: str) -> Match:
    """Return the one place that a text names.

    Raises: PlaceError, when it names several (candidates, and how to pick one) or none (the nearest three).
    """
    matches = find_places(gazetteer, text)
    if len(matches) == 1:
        return matches[0]
    raise _ambiguous(gazetteer, text, matches) if matches else _unknown(gazetteer, text)


def suggest(gazetteer: Gazetteer, text: str, count: int = 3) -> tuple[StationCode, ...]:
    """Return the codes of the places whose names are spelt most like a text, nearest first, at most `count`.

    Never resolves: an answer here is a question to the user. Some 20 ms, with the import.
    """
    from rapidfuzz import process  # 15 ms, and needed only after a mistake
    from rapidfuzz.distance import OSA

    key = fold(split_qualifiers(clean(text)[:LONGEST])[0])
    if not key:
        return ()
    found = process.extract(
        key,
        gazetteer.folded.keys(),
        scorer=OSA.normalized_similarity,
        processor=None,
        limit=10 * count,
    )
    ranked = sorted(found, key=lambda hit: -hit[1])
    codes = (name.code for spelling, *_ in ranked for name in sorted(gazetteer.folded[spelling], key=_tier(gazetteer)))
    return tuple(dict.fromkeys(codes))[:count]


def describe_place(gazetteer: Gazetteer, code: StationCode) -> str:
    """Return `Kyongsong (경성), North Hamgyong, KP [kyongsong]`: name, local name, region, country and code."""
    place = gazetteer.station(code)
    local = f" ({place.local_name})" if place.local_name != place.name else ""
    region = f", {place.region}" if place.region else ""
    return f"{place.name}{local}{region}, {place.country} [{place.code}]"


# Stages. Each returns the names that fit, of any place; a code stands for the place's own name.


def _by_code(gazetteer: Gazetteer, text: str) -> list[Hit]:
    place = gazetteer.stations.get(StationCode(text))
    if place is None:
        return []
    tier = _tier(gazetteer)
    rivals = (name for name in gazetteer.exact[place.name] if tier(name) <= (0 if place.is_railway else 1))
    others = {name.code for name in rivals} - {place.code}
    remark = f"the name {place.name} also fits {', '.join(sorted(others))}" if others else ""
    return [("code", Name(place.code, text, "en", "official", "", "", place.source, remark, place.origin))]


def _by_spelling(gazetteer: Gazetteer, text: str) -> list[Hit]:
    return [("exact", name) for name in gazetteer.exact.get(text, ())]


def _by_folding(gazetteer: Gazetteer, text: str) -> list[Hit]:
    return [("folded", name) for name in gazetteer.folded.get(fold(text), ())]


def _by_words(gazetteer: Gazetteer, text: str) -> list[Hit]:
    key = fold(text)
    return [hit for hit in _by_beginning(gazetteer, text) if begins_with_words(hit[1].name, key)]


def _by_beginning(gazetteer: Gazetteer, text: str) -> list[Hit]:
    key = fold(text)
    if not is_long_enough(key):
        return []
    begun = (names for spelling, names in gazetteer.folded.items() if spelling.startswith(key))
    return [("prefix", name) for names in begun for name in names]


def _keep_best(gazetteer: Gazetteer, found: Iterable[Hit], qualifiers: Sequence[str]) -> tuple[Match, ...]:
    """Return one match for each place of the best tier that fits every qualifier."""
    fitting = [(how, name) for how, name in found if _fits(gazetteer.stations[name.code], qualifiers)]
    if not fitting:
        return ()
    tier = _tier(gazetteer)
    best = min(tier(name) for _, name in fitting)
    chosen: dict[StationCode, Hit] = {}
    for how, name in fitting:
        if tier(name) == best and (name.code not in chosen or _is_better(name, chosen[name.code][1])):
            chosen[name.code] = (how, name)
    asides = [name for _, name in fitting if name.kind == "place" and best < 2]
    return tuple(_build_match(how, name, asides) for how, name in chosen.values())


def _tier(gazetteer: Gazetteer) -> Callable[[Name], int]:
    """Return the function that gives 0 for a railway place, 1 for an airport or port, 2 for another thing's name."""

    def tier(name: Name) -> int:
        return 2 if name.kind == "place" else 0 if gazetteer.stations[name.code].is_railway else 1

    return tier


def _is_better(name: Name, other: Name) -> bool:
    """Return whether a name says more than another of its place: as asked first, current before historic."""
    return name.kind == ASKED or (other.kind == "historic" and name.kind != "historic")


def _build_match(how: str, name: Name, asides: Sequence[Name]) -> Match:
    """Return the match with its remarks; what else bears the name matters only when the whole name was given."""
    notes = [aside.note for aside in asides if aside.code == name.code and how != "prefix"]
    remarks = dict.fromkeys(remark for remark in (name.remark, *notes) if remark)
    return Match(name.code, name.name, how, "; ".join(remarks))


# Qualifiers.


def split_qualifiers(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the name and the words that narrow it: `Seoul (KR)` gives `Seoul` and `KR`."""
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    parts = [part for part in parts if part]
    return (parts[0], tuple(parts[1:])) if parts else ("", ())


def _fits(place: Station, qualifiers: Iterable[str]) -> bool:
    return all(_fits_one(place, fold(qualifier)) for qualifier in qualifiers)


def _fits_one(place: Station, wanted: str) -> bool:
    """Return whether a folded word is the place's country, kind or code, or begins its region or a word of it."""
    kinds = RAILWAY_WORDS if place.is_railway else AIRPORT_WORDS if place.kind == "airport" else ()
    exact = (place.country, place.code, place.kind, *kinds, *COUNTRY_NAMES.get(place.country, ()))
    if not wanted or wanted in {fold(word) for word in exact}:
        return True
    regions = [fold(part) for region in place.regions for part in (region, *region.split())]
    return is_long_enough(wanted) and any(region.startswith(wanted) for region in regions)


# Refusals.


def _ambiguous(gazetteer: Gazetteer, text: str, matches: Sequence[Match]) -> PlaceError:
    query = clean(text)[:LONGEST]
    shown = [describe_place(gazetteer, m.code) + (f" ({m.remark})" if m.remark else "") for m in matches[:SHOWN]]
    more = [f"and {len(matches) - SHOWN} more"] if len(matches) > SHOWN else []
    ways = [way for way in (_way_to_pick(gazetteer, query, m) for m in matches[:HINTED]) if way]
    message = f'"{query}" fits {len(matches)} places: {"; ".join(shown + more)}'
    return PlaceError(message, hint=f"write {' or '.join(ways)}", candidates=[m.code for m in matches])


def _way_to_pick(gazetteer: Gazetteer, query: str, match: Match) -> str:
    """Return the shortest text that names just this candidate, in quotes, and its code."""
    place, base = gazetteer.stations[match.code], split_qualifiers(query)[0]
    ways = [f"{base}, {place.country}", f"{base}, {place.region}"]
    for way in [match.name, *ways] if match.how == "prefix" else ways:
        if [m.code for m in find_places(gazetteer, way)] == [match.code]:
            return f'"{way}" (code {match.code})'
    return f'"{match.code}"'


def _unknown(gazetteer: Gazetteer, text: str) -> PlaceError:
    query = clean(text)[:LONGEST]
    base, qualifiers = split_qualifiers(query)
    elsewhere = find_places(gazetteer, base) if qualifiers else ()
    if elsewhere:
        codes = tuple(match.code for match in elsewhere)
        message = f'"{base}" is in the gazetteer, but not in "{", ".join(qualifiers)}"'
    else:
        codes = suggest(gazetteer, query)
        message = f'"{query}" is not in the gazetteer'
    shown = "; ".join(describe_place(gazetteer, code) for code in codes[:HINTED])
    hint = f"did you mean {shown}" if codes else "use another spelling or `routes stations near LAT,LON`"
    return PlaceError(message, hint=f"{hint}; `routes stations add` adds a place of your own", candidates=codes)
