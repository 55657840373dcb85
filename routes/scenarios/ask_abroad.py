"""Places of the world in a question in words that the authored gazetteer alone leaves not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routes.gazetteer.beyond import with_place
from routes.scenarios.admit import refuse_ambiguous
from routes.scenarios.ask_tokens import Token, clean_question, split_tokens
from routes.scenarios.ask_words import lexicon
from routes.scenarios.known import Known, is_authored
from routes.scenarios.look_up import find_named

MOST_WORDS, MOST_WIDE = 4, 8
"""Words of a name, and East Asian characters of one."""


def admit_words(known: Known, words: str) -> Known:
    """Return what is known with the cities and imported stations that a question names; the same where it names none.

    A name begins with a capital or is East Asian, and the longest that fits is taken; words that a question is made
    of, and names that the gazetteer has, are left alone.
    Raises: PlaceError, for a name that fits several places; UsageError, for a question that is none.
    """
    text = clean_question(words)
    tokens, at = split_tokens(text), 0
    while at < len(tokens):
        at, known = _admit_at(known, text, tokens, at)
    return known


def _admit_at(known: Known, text: str, tokens: Sequence[Token], at: int) -> tuple[int, Known]:
    """Return the token to go on from, and what is known with the place named at one."""
    for end, name in _list_spans(text, tokens, at):
        if is_authored(known.gazetteer, name):
            return end, known
        if found := find_named(known, name):
            if len(found) > 1:
                raise refuse_ambiguous(name, found)
            return end, known._replace(gazetteer=with_place(known.gazetteer, found[0], name))
    return at + 1, known


def _list_spans(text: str, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Yield the spans from a token on that may be a name, the longest first, each with the token after it."""
    first = tokens[at]
    wide = first.kind == "wide"
    if not wide and (first.kind != "word" or not text[first.start].isupper() or first.word in lexicon()):
        return
    for end in range(min(len(tokens), at + (MOST_WIDE if wide else MOST_WORDS)), at + wide, -1):
        if all(token.kind in (("wide",) if wide else ("word", "dash")) for token in tokens[at:end]):
            yield end, text[first.start : tokens[end - 1].end]
