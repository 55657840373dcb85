"""A question cut into items: places, times, countries and the phrases of the vocabulary; the rest is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routes.errors import UsageError
from routes.gazetteer.countries import COUNTRY_NAMES
from routes.gazetteer.folding import clean
from routes.gazetteer.names import Match
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_places import read_place
from routes.scenarios.ask_times import read_time
from routes.scenarios.ask_words import countries, lexicon

LONGEST = 400  # letters of a question; the longest of the tests has 150
PHRASE_TOKENS = 8
_TOKEN = re.compile(
    r"""(?P<setting>[a-z_]+(?:\.[\w-]+)*=[\w.:]+)
    |(?P<number>[0-9](?:[A-Za-z0-9_:./+]|-(?=[0-9]))*)
    |(?P<zone>[A-Za-z]+/[A-Za-z_/]+)
    |(?P<short>(?:dep|arr)\.|[ap]\.m\.?|e\.t\.a\.)
    |(?P<wide>[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])
    |(?P<word>[^\W\d_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]+(?:'[^\W\d_]+)*)
    |(?P<dash>->|=>|→|⇒|—|–|-|>)
    |(?P<mark>\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?<=[^\W\d_])('s|'d|'ll|'re)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, East Asian character or mark, and where it stands in the cleaned question."""

    kind: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the question with its part in it; `places` are the candidates of a place or the country's codes."""

    kind: str
    text: str
    start: int = 0
    places: tuple[Match, ...] = ()
    codes: tuple[str, ...] = ()


def clean_question(words: str) -> str:
    """Return the question with plain spaces, apostrophes and brackets, and without quotation marks.

    Raises: UsageError, when it is empty or longer than any question.
    """
    text = clean(words[: LONGEST + 1])
    text = text.translate({0x2019: "'", 0x2018: "'", 0xFF1F: "?", 0xFF0C: ",", 0x3002: ".", 0x3001: ",", 0xFF1A: ":"})
    text = re.sub(r"\s*[(\[（]\s*", ", ", re.sub(r"[)\]）\"“”«»„]", " ", text))
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise UsageError("the question is empty" if not text else f"the question is longer than {LONGEST} letters")
    return text


def split_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a cleaned question; `what's` gives two."""
    return tuple(token for match in _TOKEN.finditer(text) for token in _tokens_of(match))


def _tokens_of(match: re.Match[str]) -> Iterator[Token]:
    kind, word = str(match.lastgroup), match[0]
    if kind == "number":
        word = word.rstrip(".:/+")
    suffix = _SUFFIX.search(word) if kind == "word" else None
    end = match.start() + (suffix.start() if suffix else len(word))
    yield Token(kind, word[: end - match.start()].casefold(), match.start(), end)
    if suffix:
        yield Token("word", suffix[0].casefold(), end, match.start() + len(word))


def read_items(text: str, gazetteer: Gazetteer) -> tuple[Item, ...]:
    """Return the items of a cleaned question in order; what no list has is of the kind `unknown`.

    Raises: TimeError, for a time that cannot be read.
    """
    tokens = split_tokens(text)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        item, at = _read_item(text, tokens, at, gazetteer)
        items.append(item)
    return tuple(items)


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
