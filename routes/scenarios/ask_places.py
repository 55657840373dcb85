"""Names of places within a question: whole names only, in any case, Russian ones also in their other cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from routes.gazetteer.folding import GENERIC_WORDS, fold
from routes.gazetteer.names import Match, find_places
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.scenarios.ask_tokens import Token
from routes.scenarios.ask_words import countries, lexicon

NAME_TOKENS = 9  # 블라디보스토크 is seven characters, Komsomolsk-on-Amur five words and hyphens
# Endings of Russian cases, and what stands there in the nominative.
_CASES = (
    (("ского", "скому", "ским", "ском"), ("ский",)),
    (("ой", "ую"), ("ая",)),
    (("ого", "ому", "ым", "ом"), ("ый", "")),
    (("ам", "ах", "ами"), ("и", "ы")),
    (("а", "у", "ом", "е"), ("", "о")),
    (("ы", "е", "у", "ой"), ("а",)),
    (("и", "ю"), ("ь", "я")),
    (("я", "ю", "ем", "е"), ("ь", "й")),
)
_NAME = re.compile(r"[^\W_].*[^\W_]", re.DOTALL)


class Named(NamedTuple):
    """A name in a question: as it is to be looked up, what it fits, and the index of the token after it."""

    text: str
    matches: tuple[Match, ...]
    end: int


def read_place(text: str, tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> Named | None:
    """Return the longest whole name of a place that starts at a token, with a country or region behind a comma."""
    if tokens[at].kind not in ("word", "wide"):
        return None
    for end in range(min(at + NAME_TOKENS, len(tokens)), at, -1):
        name = text[tokens[at].start : tokens[end - 1].end]
        if _may_be_name(name, tokens[at:end]) and (matches := _look_up(gazetteer, name)):
            return _qualified(text, tokens, Named(name, matches, end), gazetteer)
    return _declined(tokens, at, gazetteer, text)


def _may_be_name(name: str, tokens: Sequence[Token]) -> bool:
    """Return False for little words, and for a span that would run two parts of a sentence together."""
    words = name.casefold().split()
    if not _NAME.fullmatch(name) or tokens[-1].kind in ("dash", "mark") or any(t.kind == "mark" for t in tokens):
        return False
    if all(word in lexicon() for word in words) or words[0] in lexicon() or words[0] in GENERIC_WORDS:
        return False
    return not any(word in lexicon() and word not in ("station", "city", "town") for word in words[1:])


def _look_up(gazetteer: Gazetteer, name: str) -> tuple[Match, ...]:
    """Return the places of a whole name; nothing for the mere beginning of one."""
    known = StationCode(name) in gazetteer.stations or name in gazetteer.exact or fold(name) in gazetteer.folded
    if not known:
        return ()
    return tuple(match for match in find_places(gazetteer, name) if match.how != "prefix")


def _qualified(text: str, tokens: Sequence[Token], found: Named, gazetteer: Gazetteer) -> Named:
    """Return the name with a qualifier, `Pingxiang, Guangxi`, when one follows."""
    if found.end >= len(tokens) - 1 or tokens[found.end].word != ",":
        return found
    start = text.rindex(found.text, 0, tokens[found.end].start)
    for end in range(min(found.end + 3, len(tokens)), found.end + 1, -1):
        qualifier = text[tokens[found.end + 1].start : tokens[end - 1].end]
        if not _may_qualify(qualifier):
            continue
        whole = text[start : tokens[end - 1].end]
        matches = tuple(m for m in find_places(gazetteer, whole) if m.how != "prefix")
        if matches and {m.code for m in matches} <= {m.code for m in found.matches}:
            return Named(whole, matches, end)
    return found


def _may_qualify(qualifier: str) -> bool:
    if qualifier.casefold() in countries():
        return True
    return not any(word in lexicon() for word in qualifier.casefold().split()) and len(qualifier) > 3


def _declined(tokens: Sequence[Token], at: int, gazetteer: Gazetteer, text: str) -> Named | None:
    """Return the place of a Russian name in another case, `Владивостоке`, under its name in the nominative."""
    for end in (at + 3, at + 1):
        name = text[tokens[at].start : tokens[min(end, len(tokens)) - 1].end]
        if (
            end > len(tokens)
            or not re.fullmatch(r"[а-яё]+(-[а-яё]+)?", name.casefold())
            or name.casefold() in lexicon()
        ):
            continue
        hits = {m.code: Named(n, (m,), end) for n in _nominatives(name) for m in _look_up(gazetteer, n)}
        if hits:
            first = next(iter(hits.values()))
            return Named(first.text, tuple(m for hit in hits.values() for m in hit.matches), end)
    return None


def _nominatives(name: str) -> Iterator[str]:
    for endings, bases in _CASES:
        for ending in endings:
            if name.casefold().endswith(ending) and len(name) - len(ending) >= 3:
                yield from (name[: -len(ending)] + base for base in bases)
