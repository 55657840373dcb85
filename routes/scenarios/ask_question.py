"""What a question asks: its items without the words that change nothing, and which of the four questions it is."""

from __future__ import annotations

from collections.abc import Sequence

from routes.errors import PlaceError, RoutesError, TimeError
from routes.gazetteer.names import get_place
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_items import Item
from routes.scenarios.ask_roles import ARRIVES, ENDS_CLAUSE, EVENTS, EXAMPLES, LEAVES, Roles, refuse, side, sighting
from routes.scenarios.ask_times import parse_sample

_SILENT = frozenset(("filler", "subject", "setting", "can", "will", "does", "must", "possible", "train", "turns"))
_PLACES = ("place", "country")
_NEEDS_PLACE = ("from", "via", "avoid", "between", "in", "object")
UNCHANGED = ("set off", "set out", "set forth", "quit")  # in the past as in the present
_ASKS = ("when", "latest", "earliest", "soon")


def check_words(items: Sequence[Item], gazetteer: Gazetteer) -> None:
    """Return nothing when every word is known and none stands for what no answer can be given to.

    Raises: UsageError, naming the words; PlaceError or TimeError, where they stand as a place or a time.
    """
    for n, item in enumerate(items):
        if item.kind == "unknown":
            raise _unknown(items, n, gazetteer)
    for n, item in enumerate(items):
        if item.kind.startswith("refused "):
            raise refuse(f'"{item.text}" is not understood: {item.kind.removeprefix("refused ")}')
        if item.kind == "sighted" or (item.kind == "arrived" and not _is_perfect(items, n)):
            raise sighting(item.text)
        if item.kind == "country" and not _agrees(items, n, gazetteer):
            raise refuse(f'"{items[n - 1].text} {item.text}" does not fit the place before it')
        if item.kind == "stay" and not any(other.kind == "latest" for other in items):
            raise refuse(f'"{item.text}" is not understood')


def _agrees(items: Sequence[Item], at: int, gazetteer: Gazetteer) -> bool:
    """Return False for a country right behind a place that is not in it: `Khasan in China`."""
    before = [item for item in items[max(at - 2, 0) : at] if item.kind != "in"][-1:]
    places = before[0].places if before else ()
    return not places or any(gazetteer.stations[match.code].country in items[at].codes for match in places)


def _is_perfect(items: Sequence[Item], at: int) -> bool:
    """Return whether `arrived` is that of `must have arrived` or `to be reached`."""
    before = items[at - 1].text.casefold() if at else ""
    if at and items[at - 1].kind == "be":
        return True
    return before.endswith("have") and (items[at - 1].kind == "filler" or items[at - 1].kind in ("must", "can", "will"))


def _unknown(items: Sequence[Item], at: int, gazetteer: Gazetteer) -> RoutesError:
    """Return the error for the first unknown word: of the place or the time that it stands for, else of the word."""
    before, item = items[at - 1] if at else Item("break", ""), items[at]
    after = items[at + 1] if at + 1 < len(items) else Item("break", "")
    words = " ".join(other.text for other in items[at:] if other.kind == "unknown")
    name = item.text if after.kind != "unknown" else f"{item.text} {after.text}"
    if after.kind in ("arrival", "departure", "time") or before.kind in ("for", "by", "time") or before.text == "on":
        try:
            parse_sample(item.text)
        except TimeError as error:
            if ("did you mean" in error.hint and len(item.text) > 4) or "does not say" in error.message:
                return error
    capital = item.text[:1].isupper() and before.kind != "break"
    if before.kind in ("from", "via", "between") or (capital and _is_place_like(before)):
        try:
            get_place(gazetteer, name)
        except PlaceError as error:
            return error
    return refuse(f"not understood: {words}", f"leave it out or word it differently; {EXAMPLES}")


def _is_place_like(before: Item) -> bool:
    return before.kind in ("to", "in", "leave", "left", "arrive", "dash", "place", "far") or before.text == "for"


def prune(items: Sequence[Item]) -> list[Item]:
    """Return the items that places and times relate to: without little words, markers before what they mark.

    Raises: UsageError, when a word such as `via` marks nothing.
    """
    marked = [_in_context(items, n) for n in range(len(items))]
    kept = [item for item in _marks_first(marked) if item.kind.split()[0] not in _SILENT]
    kept = [item for n, item in enumerate(kept) if not _is_void(kept, n)]
    for n, item in enumerate(kept):
        if item.kind in _NEEDS_PLACE and not (n + 1 < len(kept) and kept[n + 1].kind in _PLACES):
            raise refuse(f'no place stands behind "{item.text}"')
        if item.kind == "by" and not _may_dangle(kept, n):
            raise refuse(f'neither a place nor a time stands behind "{item.text}"')
    return kept


def _in_context(items: Sequence[Item], at: int) -> Item:
    """Return an item as what it is beside its neighbours: `set off` may be past, `so that it is in` an arrival."""
    item, text = items[at], items[at].text.casefold()
    before = items[at - 1] if at else Item("break", "")
    if item.kind == "arrived":
        return item._replace(kind="arrive")
    if item.kind in LEAVES and (
        before.kind == "be" or (item.kind == "left" and before.text.casefold().endswith("have"))
    ):
        return item._replace(text=f"{before.text} {item.text}")
    if text in UNCHANGED and before.kind in ("subject", "break") and _is_finite(items, at):
        return item._replace(kind="left")
    aim = [other.text.casefold() for other in items[max(at - 3, 0) : at] if other.kind == "filler"]
    if item.kind == "is" and {"so that", "such that", "so", "in order that"} & set(aim):
        return item._replace(kind="be")
    return item


def _is_finite(items: Sequence[Item], at: int) -> bool:
    """Return whether no auxiliary stands before a verb in its clause."""
    for item in reversed(items[:at]):
        if item.kind in ENDS_CLAUSE:
            return True
        if item.kind in ("must", "can", "will", "does", "to", "did"):
            return False
    return True


def is_tense_open(items: Sequence[Item]) -> bool:
    """Return whether the departure may be past or to come: `they set off`, `would it … if it left`."""
    plural = ("they", "we", "i", "you", "trains", "people")
    for n, item in enumerate(items[1:], 1):
        if item.text.casefold() in UNCHANGED and items[n - 1].text.casefold() in plural and _is_finite(items, n):
            return True
    supposes = any(item.text.casefold() in ("would", "could", "'d", "might") for item in items)
    return supposes and any(item.kind == "if" for item in items)


def _marks_first(items: Sequence[Item]) -> list[Item]:
    """Return the items with Korean particles before the place that they follow; elsewhere particles say nothing."""
    moved: list[Item] = []
    for item in items:
        mark = item.kind.removeprefix("post-")
        if mark == item.kind:
            moved.append(item)
        elif moved and moved[-1].kind == "place":
            moved.insert(-1, item._replace(kind=mark))
        elif mark == "via":
            moved.append(item._replace(kind="via"))
    return moved


def _is_void(items: Sequence[Item], at: int) -> bool:
    """Return whether an item marks nothing, or repeats what its neighbour says."""
    item = items[at]
    after = items[at + 1].kind if at + 1 < len(items) else ""
    before = items[at - 1] if at else Item("break", "")
    in_country = before.kind == "in" and at > 1 and items[at - 2].kind == "place"
    void = {
        "to": after not in _PLACES,
        "for": after not in (*_PLACES, "time"),
        "dash": after not in _PLACES or before.kind not in _PLACES,
        "and": after not in _PLACES or before.kind not in _PLACES,
        "be": after in EVENTS,
        "leave": before.kind == "summit" and item.text.casefold().startswith(("start", "begin")),
        "in": after == "time" or (after == "country" and before.kind == "place"),
        "country": before.kind == "place" or in_country,
        "that": after not in EVENTS,
    }
    return void.get(item.kind, False)


def _may_dangle(items: Sequence[Item], at: int) -> bool:
    """Return whether `by` is that of `leave by?`."""
    return (at + 1 < len(items) and items[at + 1].kind in _PLACES) or any(
        item.kind in LEAVES or item.kind in ("when", "latest") for item in items[:at]
    )


def decide(items: Sequence[Item], pruned: Sequence[Item], roles: Roles) -> str:
    """Return latest-departure, arrival, distance or feasible.

    Raises: UsageError, when the words ask several of them, none, or contradict themselves.
    """
    kinds = {item.kind for item in items}
    if "far" in kinds:
        return _decide_distance(kinds, roles)
    if "latest" in kinds and not (roles.depart and roles.arrive):
        return _decide_latest(pruned, roles)
    if kinds & {"earliest", "soon"}:
        return _decide_earliest(kinds, pruned, roles)
    if kinds & {"when"} or any(item.kind == "arrive" and _is_eta(item) for item in items):
        return _decide_when(kinds, pruned, roles)
    if "latest" in kinds:
        raise _contradiction(roles)
    return _decide_plain(kinds, roles)


def _is_eta(item: Item) -> bool:
    return item.text.casefold() in ("eta", "e.t.a.") or "arrival" in item.text.casefold().split()


def _decide_distance(kinds: set[str], roles: Roles) -> str:
    if roles.arrive or roles.depart or kinds & {*_ASKS, "possible", "can"}:
        raise refuse("a distance does not depend on a time", 'ask just "how far is it from Khasan to Vladivostok?"')
    return "distance"


def _asked_side(pruned: Sequence[Item], roles: Roles, *, must: bool = False) -> str:
    """Return the side of the event that a question word asks for: the next that is no aside such as `leaving …`.

    In `it must leave when to arrive on Tuesday` it is the one before. Of two, it is the one without a time.
    """
    must = must and not roles.depart
    sides = []
    for n, item in enumerate(pruned):
        if item.kind in _ASKS:
            ahead = _event_in_clause(pruned, range(n + 1, len(pruned)))
            behind = _event_in_clause(pruned, range(n - 1, -1, -1))
            ahead = ahead or _place_in_clause(pruned, n)
            sides.append(behind if must and behind == "depart" and ahead == "arrive" else ahead or behind)
    given = "depart" if roles.depart and not roles.arrive else "arrive" if roles.arrive and not roles.depart else ""
    sides = [found for found in sides if found]
    if sides:
        return next((found for found in sides if found != given), sides[0])
    events = [item for n, item in enumerate(pruned) if item.kind in EVENTS and not _is_aside(pruned, n)]
    return side(events[0]) if len(events) == 1 or (events and pruned[0] is events[0]) else ""


def _event_in_clause(pruned: Sequence[Item], indexes: range) -> str:
    """Return the side of the first event on the way through a clause, asides passed over."""
    for n in indexes:
        if pruned[n].kind in ENDS_CLAUSE:
            return ""
        if pruned[n].kind in EVENTS and not _is_aside(pruned, n):
            return side(pruned[n])
    return ""


def _place_in_clause(pruned: Sequence[Item], at: int) -> str:
    """Return arrive for `when is it in Vladivostok`, which has no event of its own."""
    for item in pruned[at + 1 :]:
        if item.kind in ENDS_CLAUSE or item.kind in EVENTS:
            return ""
        if item.kind in ("in", "there"):
            return "arrive"
    return ""


def _is_aside(items: Sequence[Item], at: int) -> bool:
    text = items[at].text.casefold()
    left = items[at].kind == "left" and not text.startswith(("have ", "must have ", "should have "))
    return items[at - 1].kind == "that" or items[at].kind == "summit" or text.split()[0].endswith("ing") or left


def _contradiction(roles: Roles) -> RoutesError:
    given = " and ".join(f'"{item.text}"' for item in (roles.depart, roles.arrive) if item)
    return refuse(
        f"it asks for a time that is already given: {given}",
        f"leave one out, or ask whether it is possible; {EXAMPLES}",
    )


def _decide_latest(pruned: Sequence[Item], roles: Roles) -> str:
    asked = _asked_side(pruned, roles)
    if roles.depart:
        if asked != "arrive":
            raise _contradiction(roles)
        return "arrival"
    leaves = any(item.kind in LEAVES for item in pruned)
    if not (asked or leaves or roles.arrive):
        raise refuse("the latest what? Neither leaving nor arriving is asked")
    if asked == "arrive" and not leaves and not roles.arrive:
        return "arrival"
    if asked == "arrive" and roles.arrive and not leaves and not _is_deadline(pruned):
        raise _contradiction(roles)
    return "latest-departure"


def _is_deadline(pruned: Sequence[Item]) -> bool:
    return any(
        item.kind == "latest" and item.text.casefold() in ("deadline", "cutoff", "cut-off", "time limit")
        for item in pruned
    )


def _decide_earliest(kinds: set[str], pruned: Sequence[Item], roles: Roles) -> str:
    if _asked_side(pruned, roles) == "depart":
        if "must" in kinds and not roles.depart:
            return "latest-departure"
        raise refuse("an earliest departure is not a question here")
    if roles.arrive:
        raise _contradiction(roles)
    return "arrival"


def _decide_when(kinds: set[str], pruned: Sequence[Item], roles: Roles) -> str:
    asked = _asked_side(pruned, roles, must="must" in kinds) if "when" in kinds else "arrive"
    if roles.arrive and roles.depart:
        raise _contradiction(roles)
    if asked == "depart":
        if roles.depart:
            raise _contradiction(roles)
        if not (roles.arrive or any(i.kind in ARRIVES for i in pruned)) and not kinds & {"must", "can"}:
            raise refuse("when it does leave is not known here, only when it must", 'ask "when must it leave …"')
        if not (roles.start or kinds & {"must", "can"}) and _tells_of_arrival(pruned):
            raise refuse("does it leave for there, or go on from there?", 'ask "when must it leave … to be in …"')
        if "did" in kinds and not kinds & {"must", "can"}:
            raise refuse("when it did leave is not known here, only when it must have left")
        return "latest-departure"
    if asked == "arrive" and not roles.arrive:
        return "arrival"
    raise (
        _contradiction(roles) if roles.arrive and asked else refuse("when what? Neither leaving nor arriving is asked")
    )


def _tells_of_arrival(pruned: Sequence[Item]) -> bool:
    """Return whether the arrival is told as a fact: `when it arrives in Khasan at 10:40, when does it leave?`."""
    return any(item.kind == "arrive" and item.text.split()[0].casefold().endswith("s") for item in pruned)


def _decide_plain(kinds: set[str], roles: Roles) -> str:
    """Return the question of words without when, latest or how far."""
    open_question = bool(kinds & {"can", "will", "does", "possible"})
    if roles.depart and roles.arrive:
        if "must" in kinds:
            raise refuse("whether it must is not a question here", 'ask "can it be there …" or "when must it leave …"')
        return "feasible"
    leaves = bool(kinds & LEAVES)
    if "must" in kinds and open_question:
        raise refuse("whether it must is not a question here", 'ask "can it be there …" or "when must it leave …"')
    if open_question:
        return "feasible"
    if roles.arrive and (leaves or "must" in kinds or not kinds & {"is", "did"}):
        return "latest-departure"
    if roles.depart and not kinds & {"must", "is", "did"}:
        return "arrival"
    raise refuse("no question is recognised")
