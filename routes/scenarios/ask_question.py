"""The items of a question in context: every word checked, then without the words that change nothing."""

from __future__ import annotations

from collections.abc import Sequence

from routes.errors import PlaceError, RoutesError, TimeError
from routes.gazetteer.names import get_place
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_items import Item
from routes.scenarios.ask_roles import sighting
from routes.scenarios.ask_sides import ENDS_CLAUSE, EVENTS, EXAMPLES, LEAVES, refuse
from routes.scenarios.ask_times import parse_sample

_SILENT = frozenset(
    ("filler", "subject", "setting", "can", "will", "does", "must", "possible", "train", "turns", "take")
)
_PLACES = ("place", "country")
_NEEDS_PLACE = ("from", "via", "avoid", "between", "in", "object")
_AFTER_GO = ("break", "from", "arrive", "be", "for")
_ARROWS = ("->", "=>", "→", "⇒")
UNCHANGED = ("set off", "set out", "set forth", "quit")  # in the past as in the present


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
        if item.kind == "standing" or (item.kind == "arrived" and not is_perfect(items, n)):
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


def is_perfect(items: Sequence[Item], at: int) -> bool:
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
    kept = [item for item in _marks_first(items) if item.kind.split()[0] not in _SILENT]
    kept = [item for n, item in enumerate(kept) if not _is_void(kept, n)]
    for n, item in enumerate(kept):
        if item.kind in _NEEDS_PLACE and not (n + 1 < len(kept) and kept[n + 1].kind in _PLACES):
            raise refuse(f'no place stands behind "{item.text}"')
        if item.kind == "by" and not _may_dangle(kept, n):
            raise refuse(f'neither a place nor a time stands behind "{item.text}"')
    return kept


def put_in_context(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items as what they are beside their neighbours."""
    return tuple(_in_context(items, n) for n in range(len(items)))


def _in_context(items: Sequence[Item], at: int) -> Item:
    """Return an item as what it is beside its neighbours: `set off` may be past, `so that it is in` an arrival."""
    item, before = items[at], items[at - 1] if at else Item("break", "")
    if item.kind in LEAVES and (
        before.kind == "be" or (item.kind == "left" and before.text.casefold().endswith("have"))
    ):
        return item._replace(text=f"{before.text} {item.text}")
    return item._replace(kind=_kind_in_context(items, at, before))


def _kind_in_context(items: Sequence[Item], at: int, before: Item) -> str:
    kind, text = items[at].kind, items[at].text.casefold()
    after = items[at + 1].kind if at + 1 < len(items) else "break"
    aim = {other.text.casefold() for other in items[max(at - 3, 0) : at] if other.kind == "filler"}
    likely = {"possible", "that"} <= {other.kind for other in items[:at]}  # how likely is it that it is in
    asked = before.kind == "to" and at > 1 and items[at - 2].kind in ("when", "latest")  # when to go
    changed = {
        "arrive": kind == "arrived",
        "leave": text in ("go", "goes") and (before.kind in ("must", "can") or asked) and after in _AFTER_GO,
        "will": text == "going to" and after in EVENTS,
        "latest": text == "by" and before.kind in LEAVES and after not in (*_PLACES, "time"),  # leave by?
        "left": text in UNCHANGED and before.kind in ("subject", "break") and _is_finite(items, at),
        "to": text in _ARROWS and before.kind == "time",
        "be": kind == "is" and (likely or bool({"so that", "such that", "so", "in order that"} & aim)),
    }
    return next((new for new, applies in changed.items() if applies), kind)


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
