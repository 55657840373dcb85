"""Which of the four questions is asked: latest departure, arrival, distance, or whether it can be there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from routes.errors import RoutesError
from routes.scenarios.ask_items import Item
from routes.scenarios.ask_roles import Roles
from routes.scenarios.ask_sides import ARRIVES, ENDS_CLAUSE, EVENTS, EXAMPLES, LEAVES, refuse, side

LEFT = "left"  # whether it left in a span of time
HOW_LEFT = 'write "seen at Khasan at 10:40, did it leave on Monday?"'
_ASKS = ("when", "latest", "earliest", "soon")


def decide(items: Sequence[Item], pruned: Sequence[Item], roles: Roles) -> str:
    """Return latest-departure, arrival, distance or feasible.

    Raises: UsageError, when the words ask several of them, none, or contradict themselves.
    """
    kinds = {item.kind for item in items}
    if kinds & {"far", "long"}:
        return _decide_distance(items, kinds, roles)
    if "take" in kinds:
        raise refuse('"take" is not understood', 'ask "how long does it take from Khasan to Vladivostok?"')
    if "latest" in kinds and not (roles.depart and roles.arrive):
        if not roles.arrive and _asks_timetable(items):
            raise refuse("no timetable is known here: by when must it be there?", EXAMPLES)
        return _decide_latest(pruned, roles)
    if kinds & {"earliest", "soon"}:
        return _decide_earliest(kinds, pruned, roles)
    if kinds & {"when"} or any(item.kind == "arrive" and _is_eta(item) for item in items):
        return _decide_when(kinds, pruned, roles)
    if "latest" in kinds:
        raise _contradiction(roles)
    return _decide_plain(kinds, roles)


def decide_told(items: Sequence[Item], pruned: Sequence[Item], roles: Roles) -> str:
    """Return the question beside a sighting: without any it is the arrival; when it left is told with that.

    Raises: UsageError, as for other questions.
    """
    kinds = {item.kind for item in items}
    if roles.depart and not roles.arrive and (_asks_whether_left(kinds) or _is_inverted(items, kinds)):
        return LEFT
    if not kinds & {"far", "long", "take", "latest", *_ASKS, "possible", "can", "will", "does", "must", "did"}:
        return "feasible" if roles.arrive else "arrival"
    left = "when" in kinds and not kinds & {"must", "can", "latest"} and not roles.arrive and not roles.depart
    if left and _asked_side(pruned, roles) != "arrive":
        return "arrival"
    return decide(items, pruned, roles)


def _asks_whether_left(kinds: set[str]) -> bool:
    """Return whether it is asked `did it leave` or `could it have left`, and nothing else."""
    past = ("did" in kinds and kinds & LEAVES) or ("left" in kinds and kinds & {"can", "possible", "must"})
    return bool(past) and not kinds & {"far", "long", "take", "latest", *_ASKS, *ARRIVES}


def _is_inverted(items: Sequence[Item], kinds: set[str]) -> bool:
    """Return whether it is asked `had it left by Sunday noon`."""
    triples = zip(items, items[1:], items[2:], strict=False)
    had = any(a.text.casefold() in ("had", "has") and b.kind == "subject" and c.kind == "left" for a, b, c in triples)
    return had and not kinds & {"far", "long", "take", "latest", *_ASKS, *ARRIVES}


def _asks_timetable(items: Sequence[Item]) -> bool:
    """Return whether `the last train` is asked for."""
    return any(
        a.text.casefold() in ("last", "final") and b.text.casefold() in ("train", "trains") for a, b in pairwise(items)
    )


def _is_eta(item: Item) -> bool:
    return item.text.casefold() in ("eta", "e.t.a.") or "arrival" in item.text.casefold().split()


def _decide_distance(items: Sequence[Item], kinds: set[str], roles: Roles) -> str:
    lasts = all(item.text.casefold() == "last" for item in items if item.kind == "latest")
    kinds = kinds - {"latest"} if lasts and "long" in kinds else kinds
    if "long" in kinds and not (roles.start or roles.end or "take" in kinds or _names_journey(items)):
        raise refuse("how long is what?", 'ask "how long does it take from Khasan to Vladivostok?"')
    has = any(item.text.casefold() in ("have", "has", "had", "must") for item in items)
    if "long" in kinds and (has or kinds & {*_ASKS, "possible", "left", "stay"} or roles.arrive or roles.depart):
        raise refuse(
            "how long it takes is asked without times, and how much time is left not at all",
            'ask "how long does it take from Khasan to Vladivostok?" or "when must it leave …"',
        )
    if roles.arrive or roles.depart or kinds & {*_ASKS, "possible", "can"} - ({"can"} if "long" in kinds else set()):
        raise refuse("a distance does not depend on a time", 'ask just "how far is it from Khasan to Vladivostok?"')
    return "distance"


def _names_journey(items: Sequence[Item]) -> bool:
    """Return whether a question of length names the journey, as `how long is the train` does not."""
    words = " ".join(item.text.casefold() for item in items if item.kind in ("long", "filler", "latest")).split()
    return bool({"journey", "trip", "ride", "travel", "travelling", "voyage", "last", "duration", "time"} & set(words))


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
            ahead = ahead or _place_in_clause(pruned, n) or ("" if behind else _place_before(pruned, n))
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


def _place_before(pruned: Sequence[Item], at: int) -> str:
    """Return arrive for `…, in Vladivostok when?`, whose clause is just a place that is reached."""
    clause = list[Item]()
    for item in reversed(pruned[:at]):
        if item.kind in ENDS_CLAUSE or item.kind in EVENTS:
            break
        clause.insert(0, item)
    is_end = len(clause) == len(pruned[:at]) or pruned[at - len(clause) - 1].kind == "break"
    bare = [item.kind for item in clause] == ["place"]
    return "arrive" if is_end and (bare or [item.kind for item in clause] in (["to", "place"], ["in", "place"])) else ""


def _is_aside(items: Sequence[Item], at: int) -> bool:
    text = items[at].text.casefold()
    if items[at - 1].kind == "is":
        return False  # when is it getting there
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
    out_of = any(a.kind == "latest" and b.kind == "from" for a, b in pairwise(pruned))  # the latest out of Pyongyang
    if asked == "arrive" and roles.arrive and not leaves and not out_of and not _is_deadline(pruned):
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
    if not asked and roles.depart and not roles.arrive and any(item.kind in ("to", *LEAVES) for item in pruned):
        return "arrival"  # Pyongyang 18:00 -> Vladivostok when?
    raise (
        _contradiction(roles) if roles.arrive and asked else refuse("when what? Neither leaving nor arriving is asked")
    )


def _tells_of_arrival(pruned: Sequence[Item]) -> bool:
    """Return whether the arrival is told as a fact: `when it arrives in Khasan at 10:40, when does it leave?`."""
    words = [item.text.casefold().split() for item in pruned if item.kind == "arrive"]
    return any(w[0].endswith("s") and not (w[0] == "gets" and len(w) > 2) for w in words)  # not gets him to


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
    if _asks_whether_left(kinds) and roles.depart and not roles.arrive:
        raise refuse("whether it left then is known only by where it was seen", HOW_LEFT)
    if open_question and leaves and roles.depart and not (roles.end or kinds & {*ARRIVES, "there"}):
        raise refuse("whether it can leave then is not known here", 'ask "can it be in Vladivostok by …, leaving …"')
    if open_question:
        return "feasible"
    if roles.arrive and (leaves or "must" in kinds or not kinds & {"is", "did"}):
        return "latest-departure"
    if roles.depart and not kinds & {"must", "is", "did"}:
        return "arrival"
    raise refuse("no question is recognised")
