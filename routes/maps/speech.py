"""The words of a page in another language: what its elements say, matched against one table of translations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

_TABLE = Path(__file__).with_name("words.tsv")
"""Each sentence in English and the other languages.

`{d}` stands for a date, `{n}` for a number, `{s}` for a sentence that the table has too, `{}` for anything. What begins
with `@` is the name of a clock or a country: said in a gap only, as a station may have the same name.
"""
DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
}
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ru": ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
}
_NUMBER = re.compile(r"[<>]?\d+(?:,\d{3})*(?:\.\d+)?")
_GAP = "[ \N{NO-BREAK SPACE}]"
_DATE = (
    rf"(?:{'|'.join(DAYS['en'])})(?:[a-z]+,)?{_GAP}\d{{1,2}}{_GAP}(?:{'|'.join(MONTHS['en'])})(?:{_GAP}\d{{4}})?"
    rf"(?:{_GAP}\d\d:\d\d)?\*?"
)
_PARTS = re.compile(rf"(\w+),?{_GAP}(\d+){_GAP}(\w+)(?:{_GAP}(\d{{4}}))?({_GAP}\d\d:\d\d)?(\*?)")
_HOLES = {
    "{d}": f"({_DATE})",
    "{n}": r"(?P<number#>[\d.,<>]+)",
    "{t}": r"(\d.*?)",
    "{s}": "(?P<whole>.+)",
    "{}": "(.+?)",
}
_LETTER = re.compile("[A-Za-z]")
_GAPS = re.compile(r"(\{[dnst]?\})")
_NODE = re.compile(r"<(/?\w+)([^<>]*)>([^<>]+)")
_LABEL = re.compile(r'(?<=aria-label=")[^"]+(?=")')
_UNSPOKEN = ("code", "script", "style")
_PLAIN = ("title", "desc", "/title", "/desc", "/tspan")
_WORD = re.compile(r"(?<![A-Za-z])(?!UTC|km|mm)[A-Za-z]{2,}")


class Speech(NamedTuple):
    """A language, its sentences without a gap by those in English, and those with gaps, the one with most words first.

    Of these it has the English, the longest piece between its gaps, and the words.
    """

    lang: str
    exact: Mapping[str, str]
    patterns: Sequence[tuple[str, str, str]]

    def say(self, text: str) -> str | None:
        """Return a text in this language, dates and all; None for one that is not in the table."""
        if not _LETTER.search(text):
            return self._number(text) if _NUMBER.fullmatch(text) else None
        return _say(self.lang, text)

    def say_all(self, text: str) -> str | None:
        """Return the same of a text that lists several."""
        parts = [self.say(part) for part in text.split("; ")]
        return "; ".join(filter(None, parts)) if all(parts) else self.say(text)

    def find(self, text: str) -> str | None:
        """Return the same of a text that has letters, sought anew."""
        if (said := self.exact.get(text)) is not None:
            return said
        if date := re.fullmatch(_DATE, text) and _PARTS.fullmatch(text):
            return self._date(date)
        for english, piece, wanted in self.patterns:
            found = piece in text and _read_pattern(english).fullmatch(text)
            if found and self._knows(found.groupdict().get("whole", "")):
                names = {at: name for name, at in found.re.groupindex.items()}
                parts = enumerate(found.groups(), 1)
                said = wanted.format(*(self._fill(names.get(at, ""), part) for at, part in parts))
                return said[:1].upper() + said[1:] if text[0].isupper() else said
        return None

    def _fill(self, name: str, part: str) -> str:
        """Return what stands in a gap: a number as the language writes it, anything else as it is said."""
        return self._number(part) if name.startswith("number") else self._say_each(part)

    def _number(self, text: str) -> str:
        """Return a number with the signs that the language has between thousands and before decimals."""
        is_russian = self.lang == "ru" and _NUMBER.fullmatch(text)
        return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",") if is_russian else text

    def _knows(self, listed: str) -> bool:
        """Return whether the table has a sentence, or all that it lists; it has an empty one."""
        return not listed or self.say_all(listed) is not None

    def _say_each(self, listed: str) -> str:
        """Return what fills a gap, which may list several things; what the table does not have stays as it is."""
        whole = self.exact.get(f"@{listed}") or self.say_all(listed)
        return whole or "; ".join(self.say(part) or part for part in listed.split("; "))

    def _date(self, found: re.Match[str]) -> str:
        """Return `пн 11 сен 2023 06:22` of `Mon 11 Sep 2023 06:22`."""
        name, number, month, year, clock, star = found.groups(default="")
        day, at = DAYS[self.lang][DAYS["en"].index(name[:3])], MONTHS["en"].index(month)
        if self.lang == "ko":
            parts = [f"{year}년" if year else "", f"{at + 1}월", f"{number}일({day})"]
        else:
            parts = [day, number, MONTHS[self.lang][at], year]
        return "\N{NO-BREAK SPACE}".join(part for part in parts if part) + clock + star


@cache
def find_speech(tag: str) -> Speech | None:
    """Return the words of a language tag such as ru or ko-KR; None for English and where the table has none."""
    head, *lines = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    lang = tag.partition("-")[0]
    if lang not in head[1:]:
        return None
    rows = [(line[0], line[head.index(lang)]) for line in lines]
    exact = {english: said for english, said in rows if "{" not in english}
    gaps = [(english, _GAPS.split(english), said) for english, said in rows if "{" in english]
    gaps.sort(key=lambda row: -len("".join(row[1][::2])))
    return Speech(lang, exact, [(english, max(parts[::2], key=len), said) for english, parts, said in gaps])


@lru_cache(maxsize=8192)
def _say(lang: str, text: str) -> str | None:
    speech = find_speech(lang)
    return speech and speech.find(text)


@cache
def _read_pattern(english: str) -> re.Pattern[str]:
    """Return what matches a sentence with gaps; those of numbers have names, each its own."""
    parts = enumerate(_GAPS.split(english))
    return re.compile("".join(_HOLES.get(part, re.escape(part)).replace("#>", f"{at}>") for at, part in parts))


def translate(html: str, speech: Speech | None) -> str:
    """Return HTML or SVG of ours, for a page of this language, in which each text that the table has is said in it.

    What it does not have stays as it is, marked as English where it is in Latin letters: names, sources, and rare
    sentences.
    """
    if speech is None:
        return html
    html = _LABEL.sub(lambda label: escape(say_in(unescape(label[0]), speech)), html)
    return _NODE.sub(lambda found: _speak_node(found, speech), html)


def _speak_node(found: re.Match[str], speech: Speech) -> str:
    name, values, text = found.groups()
    if name in _UNSPOKEN or " lang=" in values or not text.strip():
        return found[0]
    plain = unescape(text)
    if (said := speech.say_all(plain.strip())) is not None:
        spoken = escape(said) if plain == plain.strip() else plain.replace(plain.strip(), escape(said), 1)
        return f"<{name}{values}>{spoken}"
    if not is_latin(plain) or name in _PLAIN:
        return found[0]
    return f'<{name}{values} lang="en">{text}' if name == "text" else f'<{name}{values}><span lang="en">{text}</span>'


def is_latin(text: str) -> bool:
    """Return whether a text has words, most of its letters being Latin."""
    letters = [letter.isascii() for letter in text if letter.isalpha()]
    return bool(_WORD.search(text)) and 2 * sum(letters) > len(letters)


def say_in(text: str, speech: Speech | None) -> str:
    """Return a text in a language where the table has it, else as it is."""
    return (speech and speech.say(text)) or text


def speak_all(value: Any, speech: Speech | None) -> Any:
    """Return plain values in which each text that the table has is in the language."""
    if speech is None:
        return value
    if isinstance(value, str):
        return speech.say(value) or value
    if isinstance(value, Mapping):
        return {key: speak_all(item, speech) for key, item in value.items()}
    return [speak_all(item, speech) for item in value] if isinstance(value, list) else value


# What the page's script itself says.
CONTROLS = (
    "Hide answer",
    "Show answer",
    "Latin letters",
    "Play the journey",
    "Pause",
    "Time of the journey",
    "Where each is",
    "Language of names on the map",
    "Reading of the question that is played",
    "Zoom in",
    "Zoom out",
    "Layers",
    "Route",
    "Symbols",
    "Stations",
)


def build_controls(speech: Speech | None) -> dict[str, Any]:
    """Return the language of a page's words for its script, with what stands on its controls."""
    if speech is None:
        return {"speech": "en", "controls": {}}
    return {"speech": speech.lang, "controls": {text: speech.exact[text] for text in CONTROLS}}
