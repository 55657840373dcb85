"""A question cut into items: places, times, countries and the phrases of the vocabulary; the rest is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from routes.gazetteer.countries import COUNTRY_NAMES
from routes.gazetteer.names import Match
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_places import read_place
from routes.scenarios.ask_times import is_time, read_time
from routes.scenarios.ask_tokens import Token, split_tokens
from routes.scenarios.ask_words import countries, lexicon

PHRASE_TOKENS = 14  # 出発しなければならないか is twelve characters

COUNTRY_TOKENS = 6  # Saint Vincent and the Grenadines


class Item(NamedTuple):
    """A stretch of the question with its part in it; `places` are the candidates of a place or the country's codes."""

    kind: str
    text: str
    start: int = 0
    places: tuple[Match, ...] = ()
    codes: tuple[str, ...] = ()


def read_items(text: str, gazetteer: Gazetteer) -> tuple[Item, ...]:
    """Return the items of a cleaned question in order; what no list has is of the kind `unknown`.

    Raises: TimeError, for a time that cannot be read.
    """
    tokens = split_tokens(text)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        item, at = _read_avoided(text, tokens, at, items) or _read_item(text, tokens, at, gazetteer)
        items += [item._replace(kind=kind) for kind in item.kind.split("+")]
    return tuple(_join_alternatives(items))


def _join_alternatives(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items with `by Monday, or only by Tuesday` as the one time `by Monday or Tuesday`."""
    at = 0
    while at < len(items):
        item, at = items[at], at + 1
        while item.kind == "time" and (end := _alternative(items, at)):
            both = f"{item.text} or {_bare(items[end - 1].text)}"
            if not is_time(both):
                break
            item, at = item._replace(text=both), end
        yield item


def _alternative(items: Sequence[Item], at: int) -> int:
    """Return the index after a second time that stands behind `or`, else 0."""
    at += at < len(items) and items[at].text == ","
    if at >= len(items) or items[at].text.casefold() not in ("or", "/"):
        return 0
    at += 1
    while at < len(items) and items[at].text.casefold() in ("only", "even", "at least", "perhaps", "maybe", "possibly"):
        at += 1
    return at + 1 if at < len(items) and items[at].kind == "time" else 0


def _read_avoided(text: str, tokens: Sequence[Token], at: int, items: Sequence[Item]) -> tuple[Item, int] | None:
    """Return the country that stands where a question says what to avoid: any of the world's, by any of its names."""
    behind = list(items)
    while behind and (behind[-1].kind in ("country", "and") or behind[-1].text == ","):
        behind.pop()
    if not behind or behind[-1].kind != "avoid" or tokens[at].kind not in ("word", "wide"):
        return None
    from routes.scenarios.countries import find_countries  # few questions need names of countries

    start = tokens[at].start
    for end in range(min(at + COUNTRY_TOKENS, len(tokens)), at, -1):
        name = text[start : tokens[end - 1].end]
        if (name != name.lower() or not name.isascii()) and (codes := find_countries(name)):
            return Item("country", name, start, codes=codes), end
    return None


def _bare(phrase: str) -> str:
    return re.sub("^(by|on|at) ", "", phrase, flags=re.IGNORECASE)


def _read_item(text: str, tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> tuple[Item, int]:
    """Return the longest item that starts at a token, and the index after it; of equals a time comes first."""
    found: list[tuple[int, Item]] = []
    start = tokens[at].start
    if end := read_time(text, tokens, at, gazetteer):
        found.append((end, Item("time", text[start : tokens[end - 1].end], start)))
    if phrase := _read_phrase(text, tokens, at):
        found.append((phrase[1], Item(phrase[0], text[start : tokens[phrase[1] - 1].end], start)))
    if place := read_place(text, tokens, at, gazetteer):
        found.append((place.end, Item("place", place.text, start, places=place.matches)))
    if country := _read_country(text, tokens, at):
        found.append((country[1], Item("country", text[start : tokens[country[1] - 1].end], start, codes=country[0])))
    if not found:
        return _plain_item(text, tokens[at]), at + 1
    end, item = max(found, key=lambda pair: pair[0])
    return item, end


def _plain_item(text: str, token: Token) -> Item:
    kinds = {"setting": "setting", "dash": "dash"}
    kind = kinds.get(token.kind, "break" if token.word in (",", ";", "?", "!", ".", ":", "…") else "unknown")
    return Item(kind, text[token.start : token.end], token.start)


def _read_phrase(text: str, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return the kind of the longest known phrase that starts here, and the index after it."""
    words = lexicon()
    for end in range(min(at + PHRASE_TOKENS, len(tokens)), at, -1):
        kind = words.get(text[tokens[at].start : tokens[end - 1].end].casefold())
        if kind:
            return kind, end
    return None


def _read_country(text: str, tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
    """Return the codes of a country and the index after it; a code of two letters counts in capitals only."""
    for end in range(min(at + 4, len(tokens)), at, -1):
        name = text[tokens[at].start : tokens[end - 1].end]
        codes = (name,) if name in COUNTRY_NAMES else countries().get(name.casefold())
        if codes and not (len(name) <= 3 and name.isascii() and not name.isupper()):
            return codes, end
    return None
