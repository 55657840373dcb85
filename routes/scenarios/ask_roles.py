"""The items of a question in relation: which place is the start, which time belongs to the arrival."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from routes.errors import UsageError
from routes.scenarios.ask_items import Item
from routes.scenarios.ask_sides import (
    ASKS,
    EVENTS,
    EXAMPLES,
    LEAVES,
    NOUNS,
    UPPER,
    clause_start,
    event_before,
    join_arrivals,
    open_time,
    refuse,
    side,
    side_of_stop,
    side_of_time,
    until_clause_ends,
)

MARKED = {"from": "start", "between": "start", "to": "end", "for": "end", "via": "via", "by": "via", "avoid": "avoid"}


class Roles(NamedTuple):
    """What each place and time of a question is.

    `departed` tells a departure in the past tense; `supposed` that it may be a mere supposition.
    """

    start: Item | None
    end: Item | None
    via: tuple[Item, ...]
    avoid: tuple[Item, ...]
    arrive: Item | None
    depart: Item | None
    departed: bool
    as_of: Item | None
    supposed: bool = False


def assign_roles(items: Sequence[Item], kinds: frozenset[str]) -> Roles:
    """Return the role of every place and time; `kinds` has those of the little words too.

    Raises: UsageError, when one has no role, or two have the same.
    """
    as_of, items = _take_as_of(items)
    items = join_arrivals(items)
    sides = {n: side_of_time(items, n) for n, item in enumerate(items) if item.kind == "time"}
    if not kinds & (ASKS | LEAVES) and (open_times := [n for n in sides if not sides[n]]):
        raise open_time(items[open_times[0]])
    roles, items, sides = _place_roles(items, sides, distance="far" in kinds)
    sides = {n: found or side_of_stop(items, n, roles, kinds) for n, found in sides.items()}
    arrive, depart = (_only_time(items, sides, side) for side in ("arrive", "depart"))
    return Roles(
        start=_only_place(items, roles, "start"),
        end=_only_place(items, roles, "end"),
        via=tuple(items[n] for n in sorted(roles) if roles[n] == "via"),
        avoid=tuple(items[n] for n in sorted(roles) if roles[n] == "avoid"),
        arrive=items[arrive] if arrive is not None else None,
        depart=items[depart] if depart is not None else None,
        departed=depart is not None and any(item.kind == "left" for item in items),
        as_of=as_of,
    )


def _take_as_of(items: Sequence[Item]) -> tuple[Item | None, list[Item]]:
    """Return the time behind `as of`, and the items without both."""
    at = [n for n, item in enumerate(items) if item.kind == "as-of"]
    if not at:
        return None, list(items)
    n = at[0]
    if len(at) > 1 or n + 1 >= len(items) or items[n + 1].kind != "time":
        raise refuse(f'"{items[n].text}" needs one date or time', 'write "as of 11 September 2023 09:00"')
    return items[n + 1], [*items[:n], *items[n + 2 :]]


def _only_time(items: Sequence[Item], sides: dict[int, str], wanted: str) -> int | None:
    found = [n for n in sorted(sides) if sides[n] == wanted]
    if len(found) > 1:
        word = "departure" if wanted == "depart" else "arrival"
        texts = " and ".join(f'"{items[n].text}"' for n in found)
        raise refuse(f"the {word} has two times: {texts}", f"give the {word} one time; {EXAMPLES}")
    return found[0] if found else None


# Places.


def _place_roles(
    items: Sequence[Item], sides: dict[int, str], *, distance: bool
) -> tuple[dict[int, str], list[Item], dict[int, str]]:
    """Return the role of each place by its index; `noon in Pyongyang` becomes a time with its clock."""
    roles: dict[int, str] = {}
    for n, item in enumerate(items):
        if item.kind in ("place", "country"):
            beside = n - 2 if n and items[n - 1].text == "," else n - 1
            is_one_more = item.kind == "country" and roles.get(beside) == "avoid"
            roles[n] = "avoid" if is_one_more else _role(items, n, sides, roles)
    named = list(items)
    for n in [n for n in roles if roles[n] == "clock"]:
        roles[n] = _settle_clock(named, n, sides, roles)
        if roles[n] == "clock":
            named[n - 2] = named[n - 2]._replace(text=f"{named[n - 2].text} {named[n].text} time")
    _settle_bare(named, roles, distance=distance)
    return roles, named, sides


def _role(items: Sequence[Item], at: int, sides: dict[int, str], roles: dict[int, str]) -> str:
    """Return start, end, via or avoid; bare for a place without a mark, clock for one behind a time."""
    before = items[at - 1] if at else Item("break", "")
    after = items[at + 1] if at + 1 < len(items) else Item("break", "")
    if before.kind in MARKED:
        return MARKED[before.kind]
    if before.kind == "and" and at > 1 and at - 2 in roles:
        paired = at > 2 and items[at - 3].kind == "between"
        return "end" if paired else roles[at - 2] if roles[at - 2] in ("via", "avoid") else "bare"
    if before.kind == "object":
        sides_ahead = [side(other) for other in items[at + 1 :] if other.kind in EVENTS]
        return "bare" if not sides_ahead else "start" if sides_ahead[0] == "depart" else "end"
    if before.kind == "in":
        return _role_in(items, at, sides)
    if after.kind == "arrive" and after.text.casefold().endswith("reachable"):
        return "end"
    event = before if before.kind in EVENTS else after
    beside = event.kind in EVENTS and (event is before or event.kind in NOUNS)
    return "bare" if not beside else "start" if side(event) == "depart" else "end"


def _role_in(items: Sequence[Item], at: int, sides: dict[int, str]) -> str:
    """Return the role of a place behind `in` or `at`: that of its event, or of the time before it."""
    if at > 1 and at - 2 in sides:
        return "clock"
    event = event_before(items, at)
    if event is None:
        event = next(until_clause_ends(items[at + 1 :]), None)
    if event is not None:
        return "start" if side(event) == "depart" else "end"
    clause = clause_start(items, at)
    if any(item.kind in ("is", "did") for item in items[clause:at]) and not (
        clause and items[clause - 1].kind in ("when", "latest", "earliest", "soon")
    ):
        raise sighting(items[at].text)
    return "end"


def sighting(text: str) -> UsageError:
    """Return the error for words that tell where the train is, and not when it came or left."""
    return refuse(
        f'"{text}" tells where the train is, not when it came there or left',
        'write "seen at Khasan at 10:40, when is it in Vladivostok?", "arrived in Khasan at 10:40" or "left Khasan at'
        ' 11:40"',
    )


def _settle_clock(items: Sequence[Item], at: int, sides: dict[int, str], roles: dict[int, str]) -> str:
    """Return the role of the place in `Tuesday noon in Moscow`: that of its time, or, where that is taken, clock."""
    role = "start" if sides[at - 2] == "depart" else "end"  # no event: `is noon in Moscow possible`
    others = [items[n] for n, r in roles.items() if r == role and n != at]
    anaphora = role == "end" and any(item.kind == "there" for item in items)
    if (not others and not anaphora) or any(_codes(o) == _codes(items[at]) for o in others):
        return role
    return "clock"


def _settle_bare(items: Sequence[Item], roles: dict[int, str], *, distance: bool) -> None:
    """Give the places without a mark the roles that are left, in the order in which they stand."""
    bare = [n for n in roles if roles[n] == "bare"]
    free = [role for role in ("start", "end") if role not in roles.values()]
    chained = len(bare) > 2 and all(items[n - 1].kind == "dash" for n in bare[1:])
    if len(free) == 2 and chained:
        roles |= dict.fromkeys(bare, "via") | {bare[0]: "start", bare[-1]: "end"}
    elif len(bare) == len(free):
        roles |= dict(zip(bare, free, strict=True))
    elif len(bare) == 1 and len(free) == 2 and (distance or _is_bound_after(items, bare[0])):
        roles[bare[0]] = "end"
    elif bare and not all(_repeats(items, roles, n) for n in bare):
        text = items[bare[0]].text
        raise refuse(
            f'is "{text}" the start, the end or on the way?', f'write "from {text}", "to {text}" or "via {text}"'
        )


def _is_bound_after(items: Sequence[Item], at: int) -> bool:
    """Return whether the time behind a place is that of the arrival: `Vladivostok, Tuesday noon: latest departure`."""
    beside = [*items[max(at - 2, 0) : at], *items[at + 1 : at + 3]]
    if any(item.kind == "latest" for item in items) and any(item.kind == "time" for item in beside):
        return True
    return at + 1 < len(items) and items[at + 1].kind == "time" and items[at + 1].text.casefold().startswith(UPPER)


def _repeats(items: Sequence[Item], roles: dict[int, str], at: int) -> bool:
    """Return whether a place without a mark is one that has a role already."""
    return any(_codes(items[n]) == _codes(items[at]) for n in roles if roles[n] in ("start", "end", "via"))


def _codes(item: Item) -> frozenset[str]:
    return frozenset(match.code for match in item.places)


def _only_place(items: Sequence[Item], roles: dict[int, str], role: str) -> Item | None:
    found = [items[n] for n in sorted(roles) if roles[n] == role]
    if any(_codes(item) != _codes(found[0]) for item in found[1:]):
        word = "start" if role == "start" else "end"
        texts = " and ".join(f'"{item.text}"' for item in found)
        raise refuse(
            f"the journey has two places to {word}: {texts}",
            f'mark one with "via", or ask for the later one: its table has the times on the way; {EXAMPLES}',
        )
    return found[0] if found else None
