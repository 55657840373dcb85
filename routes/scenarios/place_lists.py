"""Several places in one text, and names that fit several places, each of which is meant to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from routes.errors import UsageError
from routes.gazetteer.names import find_places, get_place
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.scenarios.known import is_authored
from routes.scenarios.schema import Scenario

MOST_MEANT = 4
"""A name that fits more places than this is not a choice between them but unclear."""


def split_places(gazetteer: Gazetteer, text: str) -> tuple[str, ...]:
    """Return the names in `Pyongyang,Hamhung` or `Tumen, Jilin; Pyongyang`; where there is a semicolon, it parts them.

    Between commas, what is no place by itself narrows the name before it: `Kyongsong, North Hamgyong`.
    Raises: UsageError, where a comma can be read both ways.
    """
    if ";" in text:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    names: list[str] = []
    for part in (part.strip() for part in text.split(",")):
        if not part:
            continue
        joined = f"{names[-1]}, {part}" if names else ""
        abroad = bool(joined) and _may_narrow(gazetteer, names[-1], part)
        narrows = bool(joined) and (bool(find_places(gazetteer, joined)) or abroad)
        is_place = is_authored(gazetteer, part) or (abroad and _is_city(part))
        if narrows and is_place:
            hint = f'write "{names[-1]};{part}" for two places, or "{joined};" for one'
            raise UsageError(f'"{joined}" can be one place or two', hint=hint)
        if narrows and not is_place:
            names[-1] = joined
        else:
            names.append(part)
    return tuple(names)


def _may_narrow(gazetteer: Gazetteer, name: str, part: str) -> bool:
    """Return whether a part belongs to the name before it: as its longitude, or as the country or region of a city."""
    if is_authored(gazetteer, name) or is_authored(gazetteer, part):
        return False
    from routes.scenarios.look_up import narrows  # what authored places do not need

    return narrows(name, part)


def _is_city(part: str) -> bool:
    from routes.scenarios.look_up import is_city

    return is_city(part)


def resolve_places(gazetteer: Gazetteer, names: Iterable[str], notes: list[str]) -> tuple[StationCode, ...]:
    """Return the places of names in order, each once; of a name that fits several, all of them, and a note says so.

    Raises: PlaceError, for a name that fits none, or too many.
    """
    codes: list[StationCode] = []
    for name in names:
        matches = [match for match in find_places(gazetteer, name) if match.how != "prefix"]
        if 1 < len(matches) <= MOST_MEANT:
            found = [match.code for match in matches]
            notes.append(f'"{name}" fits {len(found)} places, and each is a row: {_list(gazetteer, found)}')
        else:
            match = get_place(gazetteer, name)
            found = [match.code]
            if match.remark:
                notes.append(f'"{name}" is read as {gazetteer.stations[match.code].name}: {match.remark}')
        codes += found
    return tuple(dict.fromkeys(codes))


def _list(gazetteer: Gazetteer, codes: Sequence[StationCode]) -> str:
    return " and ".join(f"{gazetteer.stations[code].name} ({code})" for code in codes)


def spread_question(
    gazetteer: Gazetteer,
    query: Scenario,
    *,
    start: str | Sequence[str],
    end: str | Sequence[str],
    by: str | Sequence[str],
) -> Scenario:
    """Return a question as a comparison, with what is given in place of its own; "" or nothing leaves its own.

    Raises: UsageError, where the text of several places can be read in two ways.
    """
    origins = _list_names(gazetteer, start) or query.origins or (query.start,)
    destinations = _list_names(gazetteer, end) or query.destinations or (query.end,)
    modes = (by,) if isinstance(by, str) and by else tuple(by)
    return query._replace(
        question="compare",
        start=origins[0],
        end=destinations[0],
        origins=origins,
        destinations=destinations,
        by=modes or query.by,
    )


def _list_names(gazetteer: Gazetteer, given: str | Sequence[str]) -> tuple[str, ...]:
    return split_places(gazetteer, given) if isinstance(given, str) else tuple(given)
