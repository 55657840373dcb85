"""The items of a question in relation: which place is the start, which time belongs to the arrival."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from routes.errors import UsageError
from routes.scenarios.ask_items import Item

EXAMPLES = (
    'for example "latest departure from Pyongyang for arrival in Vladivostok by Tuesday noon"'
    ' or "when is it in Vladivostok, leaving Khasan on 24 April 2019 at 11:40?"'
)
LEAVES = frozenset(("leave", "left", "departure", "stay"))
ARRIVES = frozenset(("arrive", "arrival", "summit", "be"))
EVENTS = LEAVES | ARRIVES
NOUNS = frozenset(("arrival", "departure", "summit"))
ENDS_CLAUSE = frozenset(("break", "if", "when", "latest", "earliest", "soon"))
MARKED = {"from": "start", "between": "start", "to": "end", "for": "end", "via": "via", "by": "via", "avoid": "avoid"}
UPPER = ("by ", "before ", "no later", "not later", "until ", "till ", "at the latest", "к ", "не позд")


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


def refuse(message: str, hint: str = "") -> UsageError:
    """Return the error for a question that is not understood, with examples unless a better hint is given."""
    return UsageError(message, hint=hint or EXAMPLES)


def assign_roles(items: Sequence[Item], *, distance: bool) -> Roles:
    """Return the role of every place and time.

    Raises: UsageError, when one has no role, or two have the same.
    """
    as_of, items = _take_as_of(items)
    sides = {n: _side_of_time(items, n) for n, item in enumerate(items) if item.kind == "time"}
    roles, items, sides = _place_roles(items, sides, distance=distance)
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


# Times.


def side(item: Item) -> str:
    """Return depart or arrive for an event, else ""."""
    return "depart" if item.kind in LEAVES else "arrive" if item.kind in ARRIVES else ""


def _side_of_time(items: Sequence[Item], at: int) -> str:
    """Return whether a time is of the departure or of the arrival.

    Raises: UsageError, when the words leave it open.
    """
    found = _side_beside(items, at) or _side_in_clause(items, at) or _side_elsewhere(items, at)
    if not found:
        raise refuse(
            f'is "{items[at].text}" the departure or the arrival?', f'write "leaving …" or "arriving …"; {EXAMPLES}'
        )
    return found


def _side_beside(items: Sequence[Item], at: int) -> str:
    """Read `Tuesday arrival` and `for Tuesday`."""
    after = items[at + 1] if at + 1 < len(items) else None
    if after and after.kind in NOUNS:
        rest = [item.kind for item in items[at + 2 :]]
        own_time = "time" in rest and not any(kind in EVENTS | ENDS_CLAUSE for kind in rest[: rest.index("time")])
        if not (own_time and _before(items, at)):
            return side(after)
    return "arrive" if at and items[at - 1].kind == "for" else ""


def _side_in_clause(items: Sequence[Item], at: int) -> str:
    """Return the side of the event that governs a clause: the last before the time, else the first after it."""
    event, after = _before(items, at), next(_until_clause_ends(items[at + 1 :]), None)
    if after and (event is None or after.text >= "\u3040"):  # East Asian verbs come last
        return side(after)
    if event is None:
        return ""
    if side(event) == "depart" and _is_deadline_there(items, items.index(event), at):
        return "arrive"
    return side(event)


def _is_deadline_there(items: Sequence[Item], start: int, at: int) -> bool:
    """Return whether a bound stands behind a destination where the departure is asked for: `to Moscow by Friday`."""
    between = items[start:at]
    heads_for = any(a.kind in ("to", "for") and b.kind == "place" for a, b in pairwise(between))
    asks = any(item.kind in ("when", "latest", "soon") for item in items)
    several = sum(item.kind == "place" for item in between) > 1
    return (
        (asks or not any(item.kind in EVENTS for item in between))
        and (heads_for or several)
        and items[at].text.casefold().startswith(UPPER)
    )


def _before(items: Sequence[Item], at: int) -> Item | None:
    """Return the last event before an item in its clause."""
    return next(_until_clause_ends(list(reversed(items[:at]))), None)


def _until_clause_ends(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if item.kind in ENDS_CLAUSE:
            return
        if item.kind in EVENTS:
            yield item


def _side_elsewhere(items: Sequence[Item], at: int) -> str:
    """Return the side of the nearest event in another clause, or that of a deadline behind the destination."""
    if _is_deadline_there(items, _clause_start(items, at), at):
        return "arrive"
    if at and items[at - 1].kind == "break":
        earlier = [item for item in items[:at] if item.kind in EVENTS]
        if earlier:
            return side(earlier[-1])
    bound = items[at].text.casefold().startswith(UPPER)
    if bound and not any(item.kind in EVENTS for item in items):
        return "arrive"
    if at + 1 < len(items) and items[at + 1].kind in ENDS_CLAUSE | {"in"}:
        later = [item for item in items[at:] if item.kind in EVENTS]
        return side(later[0]) if later else ""
    return ""


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
            roles[n] = _role(items, n, sides, roles)
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
    event = before if before.kind in EVENTS else after
    beside = event.kind in EVENTS and (event is before or event.kind in NOUNS)
    return "bare" if not beside else "start" if side(event) == "depart" else "end"


def _role_in(items: Sequence[Item], at: int, sides: dict[int, str]) -> str:
    """Return the role of a place behind `in` or `at`: that of its event, or of the time before it."""
    if at > 1 and at - 2 in sides:
        return "clock"
    event = _before(items, at)
    if event is None:
        event = next(_until_clause_ends(items[at + 1 :]), None)
    if event is not None:
        return "start" if side(event) == "depart" else "end"
    clause = _clause_start(items, at)
    if any(item.kind in ("is", "did") for item in items[clause:at]) and not (
        clause and items[clause - 1].kind in ("when", "latest", "earliest", "soon")
    ):
        raise sighting(items[at].text)
    return "end"


def _clause_start(items: Sequence[Item], at: int) -> int:
    return next((n + 1 for n in range(at - 1, -1, -1) if items[n].kind in ENDS_CLAUSE), 0)


def sighting(text: str) -> UsageError:
    """Return the error for a question that starts from where the train was seen."""
    return refuse(
        f'"{text}" tells where the train was seen; questions that start from a sighting are not understood yet',
        'ask for the arrival from a departure: "when is it in Vladivostok, leaving Khasan on 24 April 2019 at 11:40?"',
    )


def _settle_clock(items: Sequence[Item], at: int, sides: dict[int, str], roles: dict[int, str]) -> str:
    """Return the role of the place in `Tuesday noon in Moscow`: that of its time, or, where that is taken, clock."""
    role = "start" if sides[at - 2] == "depart" else "end"
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
        raise refuse(f"the journey has two places to {word}: {texts}", f'mark one with "via"; {EXAMPLES}')
    return found[0] if found else None
