"""Spellings made comparable: invisible characters removed; case, accents, hyphens and `station` words folded away."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

# Words that say what a place is, not which one, in the languages in which people ask. `airport` is not
# among them: it tells one place from another.
GENERIC_WORDS = frozenset(
    (
        *("station", "stn", "railway", "railroad", "rail", "train", "city", "town"),
        *("bahnhof", "hauptbahnhof", "hbf", "gare", "estacion"),
        *("станция", "ст", "вокзал", "жд", "железнодорожная", "железнодорожный", "город", "гор", "г"),
        *("stantsiya", "stantsia", "vokzal", "yok", "yeok", "zhan", "eki"),
        *("өртөө", "буудал", "ga"),
        *("역", "기차역", "시", "站", "火车站", "火車站", "市", "駅", "驛"),
    )
)
# The same, written without a space after the name. Longest first.
SUFFIXES = ("기차역", "철도역", "火车站", "火車站", "车站", "車站", "역", "站", "駅", "驛", "驿", "시", "市")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛ʼʻʹʺʿʾ`´′＇"))
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_NOT_WORD = re.compile(r"[\W_]+")
LONGEST = 200  # characters of a query that are looked at; the longest name has 44


def clean(text: str) -> str:
    """Return text in NFC without controls, zero-width and direction marks, and with single spaces.

    "" stays "", and so does text that has nothing visible in it.
    """
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable() or c.isspace())
    return " ".join(text.split()) if text.isascii() else " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Return the letters and digits of a name, in NFC, by which spellings are compared.

    `P’yŏngyang-yŏk`, `Pyongyang Station` and `PYONGYANG` give `pyongyang`; a name that consists of generic
    words only keeps them, and text without letters gives "".
    """
    return _strip_suffix("".join(_list_words(text)))


def begins_with_words(name: str, folded: str) -> bool:
    """Return whether whole words at the beginning of a name fold to a text: `halle` those of `Halle(Saale)Hbf`."""
    return folded in accumulate(_list_words(name))


def _list_words(text: str) -> list[str]:
    """Return the words of a name in lower case without marks; generic ones only where there is no other."""
    words = _NOT_WORD.sub(" ", _strip_marks(clean(text))).split()
    return [word for word in words if word not in GENERIC_WORDS] or words


def _strip_marks(text: str) -> str:
    """Return text in lower case without accents and apostrophes."""
    text = text.casefold().translate(_APOSTROPHES)
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", letters.translate(_APOSTROPHES)).casefold().translate(_LETTERS)


def _strip_suffix(word: str) -> str:
    """Return a word without a CJK or Hangul suffix that leaves at least two letters."""
    if word.isascii():
        return word
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            return word[: -len(suffix)]
    return word


def is_long_enough(folded: str) -> bool:
    """Return whether a folded beginning may stand for a whole name: two CJK, kana or Hangul letters, else three."""
    return len(folded) >= (2 if folded and folded[0] >= "\u1100" else 3)
