"""What a question tells of the train on its way: each sighting cut out of the words, the rest left to be asked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from routes.scenarios.ask_items import Item
from routes.scenarios.ask_question import is_perfect
from routes.scenarios.ask_sides import ARRIVES, LEAVES, refuse

_ERROR = re.compile(
    r",?\s*(?:±|\+\s*/?\s*[-−–]|(?:give or take|plus or minus|plus-minus)\s)\s*"
    r"(\d+(?:[.:]\d+)?\s*(?:hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|s)(?:\s*\d+\s*(?:minutes?|min|m)?)?)(?![^\W\d])",
    re.IGNORECASE,
)
_NEAR = r"about|around|approximately|approx\.?|roughly|circa|ca\.?|some ?time (?:around|about)|more or less"
_ABOUT = re.compile(
    rf"(?<![\w-])(?:at\s+)?(?:{_NEAR})\s+(?:at\s+)?(?=\d)|~\s*(?=\d)"
    r"|(?<=\d)(?:\s+or (?:so|thereabouts)|\s*-?ish|\s+approx(?:imately|\.)?)(?![\w-])"
    r"|(?<![\w-])(?:около|примерно(?: в)?|приблизительно(?: в)?)\s+(?=\d)|(?<=[분시])\s?(?:쯤|경|즈음)"
    r"|(?<=[\d分时点點時])(?:左右|頃|ごろ|前后)"
    r"|(?:大约|大概|大約|약)\s*(?=\d)",
    re.IGNORECASE,
)
_SEEING = re.compile(
    r"\b(?:seen|sighted|spotted|observed|filmed|photographed|passed|crossed|entered|reached|arrived)\b", re.I
)
_ABOUT_NOON = re.compile(rf"(?<![\w-])(?:at\s+)?(?:{_NEAR})\s+(?=(?:noon|midday|midnight)\b)", re.I)
_NEW_CLAUSE = ("if", "when", "latest", "earliest", "soon", "can", "will", "does", "must", "possible", "far", "long")
# What may stand in the clause of a sighting and says no more of it.
_INSIDE = ("filler", "subject", "in", "did", "is", "be", "that", "from", "to", "object", "break", "for", "at", "there")
_PASSED = ("passed", "crossed", "came through", "went through", "pass", "прош", "проследовал", "통과", "经过", "通過")
_PASSED_TOO = ("went past", "ran through", "rolled through", "transited", "проехал", "지났")
_HAS_CLOCK = re.compile(r"\d\s*(?:[:.]\s*\d|[apAP]\.?[mM]|[h시点點時])|noon|midday|midnight|정오|자정|полдень|正午")
_SENTENCE_ENDS = (".", ";", "?", "!", "…")
_STANDS = ("did", "is")
_BESIDE_NOUN = ("filler", "subject", "in", "post-to", "post-from", "of", "train special", "train russian")


NOW = "now"
ABOUT = "30 min"  # Source: assumed; who writes "about" reads the half hour.


class Sight(NamedTuple):
    """What was seen in words: the event (seen, arr, dep or pass), the place, the phrase of the time, its error."""

    event: str
    place: Item
    time: str
    error: str
    is_missing: bool = False


class Told(NamedTuple):
    """The sightings of a question, and its other items."""

    sights: tuple[Sight, ...]
    rest: tuple[Item, ...]


def take_errors(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a cleaned question without `±10 min` and `about`, and each such error with where it stood."""
    errors: list[tuple[int, str]] = []
    is_seeing = bool(_SEEING.search(text))
    while found := _ABOUT.search(text) or (_ABOUT_NOON.search(text) if is_seeing else None):
        errors.append((found.start() + 1, ABOUT))
        text = text[: found.start()] + text[found.end() :]
    while found := _ERROR.search(text):
        errors.append((found.start(), found[1]))
        text = (text[: found.start()] + " " + text[found.end() :].lstrip()).strip()
        text = re.sub(r"\s+([,?.!;])", r"\1", text)
    return text, errors


def take_sightings(items: Sequence[Item], errors: Sequence[tuple[int, str]]) -> Told:
    """Return what was seen by the words, and the items that are no part of it.

    A sighting is a clause with a verb such as seen, spotted, passed or reached, one place and one time; `it was in
    Khasan at 10:40` is one too.
    Raises: UsageError, for a verb of seeing that lacks either.
    """
    rest, sights = _repeat_verbs(_read_nouns(items)), list[Sight]()
    rest = _pass_over_waiting(rest)
    while (at := _next_verb(rest)) is not None:
        sight, inside = _read_clause(rest, at, errors, sights[-1].place if sights else None)
        sights.append(sight)
        first = min(inside)
        before, after = rest[:first], [item for n, item in enumerate(rest) if n > first and n not in inside]
        is_aside = before and after and before[-1].kind != "break" and after[0].kind in ("be", "is", "arrive", "will")
        rest = [*before, *after] if is_aside else [*before, Item("break", ","), *after]
    if lost := [text for _, text in errors if text not in {sight.error for sight in sights}]:
        what = "about" if lost[0] == ABOUT else f"±{lost[0]}"
        raise refuse(f'"{what}" is understood of a sighting only', 'write "seen at Khasan at 10:40 ±10 min"')
    return Told(tuple(sights), _tidy(rest) if sights else tuple(items))


def _read_nouns(items: Sequence[Item]) -> list[Item]:
    """Return the items with `arrival` as a sighting where its clause is `06:00 Khasan arrival`.

    The rest asks when it is, or whether it can be, in another place, and of no departure.
    """
    for n, item in enumerate(items):
        if item.kind not in ("arrival", "arrive") or (item.kind == "arrive" and item.text < "\u3040"):
            continue
        first = max((m + 1 for m in range(n) if items[m].kind == "break"), default=0)
        end = next((m for m in range(n + 1, len(items)) if items[m].kind == "break"), len(items))
        clause = {other.kind: other for other in items[first:end] if other.kind not in _BESIDE_NOUN}
        count = sum(other.kind not in _BESIDE_NOUN for other in items[first:end])
        if count != 3 or set(clause) != {item.kind, "place", "time"} or not _HAS_CLOCK.search(clause["time"].text):
            continue
        if _asks_of_another([*items[:first], *items[end:]], clause["place"]):
            told = [item._replace(kind="arrived"), clause["place"], clause["time"]]
            return [*items[:first], *told, *_read_nouns(items[end:])]
    return list(items)


def _asks_of_another(rest: Sequence[Item], place: Item) -> bool:
    """Return whether items ask when it is in another place, or whether it can be there."""
    kinds = {item.kind for item in rest}
    others = [item for item in rest if item.kind == "place" and not _is_same(item, place)]
    return bool(others and kinds & {"when", "will", "can", "soon"}) and not kinds & {*LEAVES, "must", "latest"}


def _is_same(first: Item, second: Item) -> bool:
    return bool({match.code for match in first.places} & {match.code for match in second.places})


def _repeat_verbs(items: Sequence[Item]) -> list[Item]:
    """Return the items with the verb of seeing again behind an `and` that adds a place and a time."""
    rest, verb = list[Item](), None
    for n, item in enumerate(items):
        rest.append(item)
        verb = item if item.kind in ("sighted", "unsighted", "arrived") else verb
        verb = None if item.kind in _NEW_CLAUSE else verb
        if verb and item.kind in ("and", "break"):
            kinds = [other.kind for other in items[n + 1 : n + 6] if other.kind not in ("in", "filler", "and")]
            then = any(other.text.casefold() in ("then", "later") for other in items[n + 1 : n + 3])
            if kinds[:2] == ["place", "time"] and (item.kind == "and" or then):
                rest.append(verb)
    return rest


def _pass_over_waiting(items: Sequence[Item]) -> list[Item]:
    """Return the items with `has not left yet` as a filler where no time and no other sighting stands with it.

    That it had not left by a time, or not since it came, is evidence.
    """
    rest = list(items)
    for n, item in enumerate(items):
        if item.kind == "unleft":
            told = any(_is_verb(items, other) for other in range(n))
            timed = any(other.kind == "time" for other in _clause_after(items, n))
            stays = "still" in item.text.casefold().split() or item.text.casefold().startswith("remains")
            rest[n] = item if told or timed or stays else item._replace(kind="filler")
    return rest


def _is_verb(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    return item.kind in ("sighted", "unsighted") or (item.kind == "arrived" and not is_perfect(items, at))


def _next_verb(items: Sequence[Item]) -> int | None:
    for n, item in enumerate(items):
        if item.kind == "unleft" or _is_verb(items, n):
            return n
        if item.kind in _STANDS and _tells_where(items, n):
            return n
    return None


def _tells_where(items: Sequence[Item], at: int) -> bool:
    """Return whether `was` or `is` begins a clause of just `in Khasan at 10:40`, which no question word opens."""
    before = [item.kind for item in items[:at] if item.kind not in ("filler", "subject", "that")]
    if before and before[-1] != "break" and before[-1] != "and":
        return False
    kinds = [item.kind for item in _clause_after(items, at) if item.kind not in ("filler", "subject")]
    return kinds[:2] == ["in", "place"] and kinds[2:] in (["time"], ["in", "time"])


def _clause_after(items: Sequence[Item], at: int) -> list[Item]:
    found = []
    for item in items[at + 1 :]:
        if item.kind in ("break", "and", *_NEW_CLAUSE):
            break
        found.append(item)
    return found


def _read_clause(
    items: Sequence[Item], at: int, errors: Sequence[tuple[int, str]], before: Item | None
) -> tuple[Sight, set[int]]:
    """Return the sighting of a verb, and the indexes of all items that tell of it.

    That it has not left tells of the place named `before`, and of now, where it names none.
    Raises: UsageError, where no place or no time stands with it, or two do.
    """
    found: dict[str, int] = {}
    inside, events = {at}, list[Item]()
    ways = (range(at + 1, len(items)), range(at - 1, -1, -1))
    ways = ways[::-1] if items[at].text >= "\u3040" else ways  # East Asian verbs come last
    for way, other in zip(ways, ways[::-1], strict=True):
        _walk(items, way, found, inside, events, beyond=_is_place_near(items, other))
    verb = items[at]
    if verb.kind == "unleft" and (place := items[found["place"]] if "place" in found else before):
        return Sight("dep", place, items[found["time"]].text if "time" in found else NOW, "", True), inside
    if "place" not in found or "time" not in found:
        what = "place" if "place" not in found else "time"
        raise refuse(
            f'"{verb.text.partition(" the ")[0]}" tells where the train was seen, without its {what}',
            'write "seen at Khasan at 10:40, when is it in Vladivostok?"',
        )
    time = items[found["time"]]
    error = _error_of(items, time, errors)
    if error and verb.kind == "unsighted":
        raise refuse(f'"{verb.text}" takes no "about" and no ±', 'write "not seen at Khasan by 15:00"')
    return Sight(_event(verb, events), items[found["place"]], time.text, error, verb.kind == "unsighted"), inside


def _is_place_near(items: Sequence[Item], way: range) -> bool:
    """Return whether a place stands on one side of a verb within its clause."""
    kinds = itertools.takewhile(lambda kind: kind not in ("break", *_NEW_CLAUSE), (items[n].kind for n in way))
    return "place" in kinds


def _walk(
    items: Sequence[Item], way: range, found: dict[str, int], inside: set[int], events: list[Item], *, beyond: bool
) -> None:
    """Add what belongs to a sighting on one side of its verb, up to the end of its clause.

    Where its place may stand `beyond` the verb, none is taken from behind a comma.
    """
    held: list[int] = []
    for n in way:
        kind = items[n].kind
        if kind in ("place", "time") and kind not in found:
            found[kind] = n
            inside |= {*held, n}
            held = []
        elif (
            kind in ("leave", "left", "departure", "arrive", "arrival", "via") and "place" not in found and way.step > 0
        ):
            events.append(items[n])
            inside |= {*held, n}
            held = []
        elif (
            kind == "break"
            and len(found) == 1
            and not (beyond and "time" in found)
            and _goes_on(items, n, way.step, found)
        ):
            held.append(n)
        elif kind == "break" or kind not in _INSIDE:
            if not kind.startswith(("train ", "post-", "country")):
                break
            if not kind.startswith("train "):
                held.append(n)
        else:
            held.append(n)
    kept = ("break", "in", "from", "to", "for", "object", *(("be", "is", "did") if way.step > 0 else ()))
    ended = [n for n in held if items[n].kind not in kept]
    inside |= set(ended) if way.step < 0 or len(found) == 2 else set()


def _goes_on(items: Sequence[Item], at: int, step: int, found: dict[str, int]) -> bool:
    """Return whether what is lacking stands right behind a comma: `seen at Khasan, at 10:40`."""
    if items[at].text in _SENTENCE_ENDS:
        return False
    n = at + step
    while 0 <= n < len(items) and items[n].kind in ("in", "filler"):
        n += step
    return 0 <= n < len(items) and items[n].kind in ("place", "time") and items[n].kind not in found


def _event(verb: Item, events: Sequence[Item]) -> str:
    text = verb.text.casefold()
    kinds = {item.kind for item in events}
    if kinds & LEAVES or text.endswith(" from"):
        return "dep"
    if (
        kinds & (ARRIVES | {"arrival"})
        or verb.kind == "arrived"
        or text.endswith(("arrived", "reached", "arrive", "reach", " into", "entered", "въехал в"))
    ):
        return "arr"
    if "via" in kinds or (any(word in text for word in (*_PASSED, *_PASSED_TOO)) and not text.endswith(" at")):
        return "pass"
    return "seen"


def _error_of(items: Sequence[Item], time: Item, errors: Sequence[tuple[int, str]]) -> str:
    """Return the error that stood behind a time and before the next one."""
    later = [item.start for item in items if item.kind == "time" and item.start > time.start]
    end = min(later, default=10**9)
    return next((text for start, text in errors if time.start < start <= end), "")


def _tidy(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items without breaks at the ends or in a row, nor an `and` beside one."""
    kept: list[Item] = []
    for item in items:
        if item.kind in ("break", "and") and (not kept or kept[-1].kind == "break"):
            continue
        kept.append(item)
    while kept and kept[-1].kind in ("break", "and", "that"):
        kept.pop()
    return tuple(kept)
