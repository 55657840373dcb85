"""A question cleaned and cut into words, numbers, East Asian characters and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from routes.errors import UsageError
from routes.gazetteer.folding import clean
from routes.when_words import WEEKDAYS

LONGEST = 400  # letters of a question; the longest of the tests has 150
_TOKEN = re.compile(
    r"""(?P<setting>[A-Za-z_]+(?:\.[\w-]+)*=[\w.:]+)
    |(?P<number>[0-9](?:[A-Za-z0-9_:./+]|-(?=[0-9]))*)
    |(?P<zone>[A-Za-z]+/[A-Za-z_/]+)
    |(?P<short>(?i:(?:dep|arr)\.|[ap]\.m\.?|e\.t\.a\.))
    |(?P<wide>[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])
    |(?P<word>[^\W\d_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]+(?:'[^\W\d_]+)*)
    |(?P<dash>->|=>|→|⇒|—|–|-|>)
    |(?P<mark>\S)""",
    re.VERBOSE,
)
_DAY = f"(?:{'|'.join(WEEKDAYS)})"
# Mon/Tue; 11, 12 or 13 September; 18:00 local
_SHORTHAND = (
    (rf"(?<![^\W_])({_DAY})/(?={_DAY}(?![^\W_]))", r"\1 or "),
    (r"\b([0-9]{1,2}), ?([0-9]{1,2}),? or ([0-9]{1,2}) ([^\W\d_]{3,})", r"\1 \4 or \2 \4 or \3 \4"),
    (r"([0-9]|[ap]m|noon|hrs) local(?! time)", r"\1 local time"),
)
_SUFFIX = re.compile(r"(?<=[^\W\d_])('s|'d|'ll|'re)$", re.IGNORECASE)


class Token(NamedTuple):
    """One word, number, East Asian character or mark, and where it stands in the cleaned question."""

    kind: str
    word: str
    start: int
    end: int


def clean_question(words: str) -> str:
    """Return the question with plain spaces, apostrophes and brackets, and without quotation marks.

    Raises: UsageError, when it is empty or longer than any question.
    """
    text = clean(words[: LONGEST + 1])
    text = text.translate({0x2019: "'", 0x2018: "'", 0xFF1F: "?", 0xFF0C: ",", 0x3002: ".", 0x3001: ",", 0xFF1A: ":"})
    text = re.sub(r"\s*[(\[（]\s*", ", ", re.sub(r"[)\]）\"“”«»„]", " ", text))
    for pattern, plain in _SHORTHAND:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        fault = "empty" if not text else f"longer than {LONGEST} letters"
        raise UsageError(f"the question is {fault}", hint='ask as in "latest departure for Tuesday arrival"')
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
    if kind == "number" and match[0][len(word) :] in (":", "."):
        yield Token("mark", match[0][-1], end, end + 1)
    if suffix:
        yield Token("word", suffix[0].casefold(), end, match.start() + len(word))
