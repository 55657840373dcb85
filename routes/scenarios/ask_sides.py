"""Whether a time of a question is that of the departure or of the arrival."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from routes.errors import UsageError
from routes.scenarios.ask_items import Item
from routes.scenarios.ask_times import is_time

EXAMPLES = (
    'for example "latest departure from Pyongyang for arrival in Vladivostok by Tuesday noon"'
    ' or "when is it in Vladivostok, leaving Khasan on 24 April 2019 at 11:40?"'
)
LEAVES = frozenset(("leave", "left", "departure", "stay"))
ARRIVES = frozenset(("arrive", "arrival", "summit", "be"))
EVENTS = LEAVES | ARRIVES
NOUNS = frozenset(("arrival", "departure", "summit"))
ENDS_CLAUSE = frozenset(("break", "if", "when", "latest", "earliest", "soon"))
ASKS = frozenset(("when", "latest", "earliest", "soon", "possible", "can", "will", "arrive"))
UPPER = ("by ", "before ", "no later", "not later", "until ", "till ", "at the latest", "к ", "не позд")


def refuse(message: str, hint: str = "") -> UsageError:
    """Return the error for a question that is not understood, with examples unless a better hint is given."""
    return UsageError(message, hint=hint or EXAMPLES)


def side(item: Item) -> str:
    """Return depart or arrive for an event, else ""."""
    return "depart" if item.kind in LEAVES else "arrive" if item.kind in ARRIVES else ""


def side_of_time(items: Sequence[Item], at: int) -> str:
    """Return whether a time is of the departure or of the arrival; "" where no event decides it."""
    if found := _side_beside(items, at) or _side_in_clause(items, at):
        return found
    return "" if _stop_beside(items, at) is not None else _side_elsewhere(items, at)


def _stop_beside(items: Sequence[Item], at: int) -> int | None:
    """Return the index of the place that a time stands beside: before it, else behind it as in `noon in Moscow`."""
    if at and items[at - 1].kind == "place":
        return at - 1
    behind = at + 1 + (at + 1 < len(items) and items[at + 1].kind in ("in", "from", "to"))
    return behind if behind < len(items) and items[behind].kind == "place" else None


def side_of_stop(items: Sequence[Item], at: int, roles: dict[int, str], kinds: frozenset[str]) -> str:
    """Return the side of the place that a time stands beside: `Pyongyang Sunday 18:00, Vladivostok when?`.

    Without one, what is asked to be possible is an arrival. A bare `on Tuesday` may be the day of a timetable.

    Raises: UsageError, when the words leave it open.
    """
    stop = _stop_beside(items, at)
    mark = items[stop - 1].kind if stop else ""
    dated = items[at].text.casefold().startswith("on ") and mark != "in"
    role = roles.get(stop, "") if stop is not None else "end" if kinds & {"possible"} and not kinds & LEAVES else ""
    if role not in ("start", "end") or dated:
        raise open_time(items[at])
    return "depart" if role == "start" else "arrive"


def open_time(item: Item) -> UsageError:
    """Return the error for a time that no event and no place decides."""
    return refuse(f'is "{item.text}" the departure or the arrival?', f'write "leaving …" or "arriving …"; {EXAMPLES}')


def join_arrivals(items: Sequence[Item]) -> list[Item]:
    """Return the items with two arrivals in a list as one: `for Tuesday and Wednesday` means each."""
    joined: list[Item] = []
    for n, item in enumerate(items):
        last = len(joined) - 1
        comma = last > 0 and joined[last].text == "," and n + 1 == len(items)
        first = last - 1 if comma else last
        if item.kind == "time" and first >= 0 and joined[first].kind == "time":
            both = f"{joined[first].text} or {item.text}"
            if _side_in_clause(joined, first) != "depart" and is_time(both):
                joined[first:] = [joined[first]._replace(text=both)]
                continue
        joined.append(item)
    return joined


def _side_beside(items: Sequence[Item], at: int) -> str:
    """Read `Tuesday arrival` and `for Tuesday`."""
    after = items[at + 1] if at + 1 < len(items) else None
    if at > 1 and items[at - 1].kind == "is" and items[at - 2].kind in NOUNS:
        return side(items[at - 2])  # the departure is on Sunday
    if after and after.kind in NOUNS:
        rest = [item.kind for item in items[at + 2 :]]
        own_time = "time" in rest and not any(kind in EVENTS | ENDS_CLAUSE for kind in rest[: rest.index("time")])
        listed = _is_listed(items, at)
        if not listed and not (own_time and event_before(items, at)):
            return side(after)
    return "arrive" if at and items[at - 1].kind == "for" else ""


def _is_listed(items: Sequence[Item], at: int) -> bool:
    """Return whether a time stands in a list: `departure Pyongyang Sunday 18:00 arrival Vladivostok`."""
    if at < 2 or at + 2 >= len(items) or items[at - 1].kind != "place" or items[at + 2].kind != "place":
        return False
    event = event_before(items, at)
    return event is not None and side(event) != side(items[at + 1]) and not _asks_for(items, items.index(event))


def _side_in_clause(items: Sequence[Item], at: int) -> str:
    """Return the side of the event that governs a clause: the last before the time, else the first after it."""
    event, after = event_before(items, at), next(until_clause_ends(items[at + 1 :]), None)
    if after and (event is None or after.text >= "\u3040"):  # East Asian verbs come last
        return side(after)
    if event is None:
        return ""
    if side(event) == "depart":
        start = items.index(event)
        if _is_deadline_there(items, start, at) or _is_only_time(items, start, at):
            return "arrive"
    return side(event)


def _is_deadline_there(items: Sequence[Item], start: int, at: int) -> bool:
    """Return whether a bound stands behind a destination where the departure is asked for: `to Moscow by Friday`."""
    between = items[start:at]
    if not between:
        return False
    heads_for = any(a.kind in ("to", "for") and b.kind == "place" for a, b in pairwise(between))
    asks = any(item.kind in ("when", "latest", "soon") for item in items)
    several = sum(item.kind == "place" for item in between) > 1
    text = items[at].text.casefold()
    beside = between[-1].kind == "place" and not text.startswith("on ") and _asks_for(items, start)
    return (
        (asks or not any(item.kind in EVENTS for item in between))
        and (heads_for or several)
        and (text.startswith(UPPER) or beside)
    )


def _is_only_time(items: Sequence[Item], start: int, at: int) -> bool:
    """Return whether a time is the only one, with two places: `Pyongyang Vladivostok latest departure Tuesday`."""
    kinds = [item.kind for item in items]
    dated = items[at].text.casefold().startswith("on ")
    return kinds.count("time") == 1 and kinds.count("place") == 2 and not dated and _asks_for(items, start)


def _asks_for(items: Sequence[Item], at: int) -> bool:
    """Return whether `latest` or the only `when` stands right beside an event, which so has no time of its own."""
    kinds = [item.kind for item in items]
    if kinds[at] not in EVENTS:
        return False
    beside = {*kinds[max(at - 1, 0) : at], *kinds[at + 1 : at + 2]}
    return "latest" in beside or ("when" in beside and kinds.count("when") == 1 and not ARRIVES & set(kinds))


def event_before(items: Sequence[Item], at: int) -> Item | None:
    """Return the last event before an item in its clause."""
    return next(until_clause_ends(list(reversed(items[:at]))), None)


def until_clause_ends(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the events on the way to the end of the clause."""
    for item in items:
        if item.kind in ENDS_CLAUSE:
            return
        if item.kind in EVENTS:
            yield item


def _side_elsewhere(items: Sequence[Item], at: int) -> str:
    """Return the side of the nearest event in another clause, or that of a deadline behind the destination."""
    events = [n for n, item in enumerate(items) if item.kind in EVENTS]
    if _is_deadline_there(items, clause_start(items, at), at):
        return "arrive"
    earlier = [n for n in events if n < at]
    if items[at - 1].kind == "break" and earlier:
        heads_for = at > 2 and items[at - 2].kind == "place" and items[at - 3].kind in ("to", "for")
        return "arrive" if heads_for and _asks_for(items, earlier[-1]) else side(items[earlier[-1]])
    if not events and items[at].text.casefold().startswith(UPPER):
        return "arrive"
    later = [n for n in events if n > at]
    if not later or items[at + 1].kind not in ENDS_CLAUSE | {"in"}:
        return ""
    asked = _asks_for(items, later[0]) and not any(item.kind == "time" for item in items[later[0] :])
    return "arrive" if asked and side(items[later[0]]) == "depart" else side(items[later[0]])


def clause_start(items: Sequence[Item], at: int) -> int:
    """Return the index at which the clause of an item starts."""
    return next((n + 1 for n in range(at - 1, -1, -1) if items[n].kind in ENDS_CLAUSE), 0)
