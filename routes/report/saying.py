"""How a language says the facts of a quote: a table of its words, filled from left to right, and its forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, reduce
from pathlib import Path
from typing import Any, NamedTuple

from routes.claim_sentences import format_kmh, name_by
from routes.clock import zone_city
from routes.sentences import format_chance
from routes.sentences_scheduled import visible
from routes.stamps import format_zone, read_local
from routes.units import format_km

Document = Mapping[str, Any]
Stamp = Mapping[str, Any]
_TABLE = Path(__file__).with_name("quotes.tsv")
"""A row for each fact: its key, and its words in each language.

`{name}` stands for a part of the fact, `{name:form}` for a form of it that the language knows (a particle, a case), and
`{name|one|many}` for the word that fits a number.
"""
_HOLE = re.compile(r"\{(\w+)(?:([:|])([^{}]*))?\}")


class Fact(NamedTuple):
    """What is to be said: the key of its words, and what fills their gaps."""

    key: str
    parts: Mapping[str, Any]


class Listed(NamedTuple):
    """Several facts in a row, by the words `{0} … {1}` of a key; those that a language leaves unsaid are skipped."""

    facts: Sequence[Fact]
    key: str


class Time(NamedTuple):
    """A stamp, said as one of these: `time`, `up` (to the minute not before), `hour`, `day`, `bound`, `there`.

    `hour` is `up` without the date. A bound at midnight is the end of a day; `there` is one on several clocks.
    """

    stamp: Stamp
    how: str = "time"


class Place(NamedTuple):
    """The code of a place."""

    code: str


class Share(NamedTuple):
    """A chance as printed in English."""

    text: str


class Mode(NamedTuple):
    """By what one goes: `rail`, `air`, `rail+air`."""

    mode: str


class Goer(NamedTuple):
    """Who or what leaves and arrives: its title in English, its mode, by which timetables, and whether by more."""

    title: str
    mode: str
    timetables: tuple[str, ...] = ()
    has_own: bool = True


class Length(NamedTuple):
    """A length in metres."""

    metres: int


class Speed(NamedTuple):
    """A speed in km/h."""

    kmh: float


def fact(key: str, **parts: Any) -> Fact:
    """Return a fact with its parts; one of them that is None is not said."""
    return Fact(key, parts)


def chance(share: float) -> Share:
    """Return a chance as it is printed."""
    return Share(format_chance(share))


def round_up(stamp: Stamp) -> datetime:
    """Return the local time of an arrival, to the whole minute not before it."""
    return (read_local(stamp) + timedelta(seconds=59)).replace(second=0)


def day_end(stamp: Stamp) -> datetime | None:
    """Return the day that a bound at midnight ends; None for a bound within a day."""
    local = read_local(stamp)
    return local - timedelta(days=1) if (local.hour, local.minute, local.second) == (0, 0, 0) else None


@cache
def read_words(lang: str) -> Mapping[str, str]:
    """Return the words of a language by the keys of facts."""
    head, *rows = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    at = head.index(lang)
    return {row[0]: row[at] for row in rows}


@cache
def find_city(zone: str, lang: str) -> str | None:
    """Return the name in a language of the city that a zone is named after; None where no list of places has it."""
    from routes.basemap.cities import find_cities  # opened for the clocks that the language has no form of its own for

    key = "".join(letter for letter in zone_city(zone).casefold() if letter.isalnum())
    found = (dict(city.names).get(lang) for city in find_cities(key) if city.zone == zone)
    return next((name for name in found if name), None)


class Tongue:
    """A language that says facts of one document; of years and clocks it repeats only what is new."""

    lang = "en"

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = read_words(self.lang)
        self.year = 0
        self.clock = ""

    def say(self, found: Fact) -> str:
        """Return the words of a fact."""
        return _HOLE.sub(lambda hole: self._fill(found, *hole.groups()), self.words[found.key])

    def _fill(self, found: Fact, name: str, mark: str | None, form: str | None) -> str:
        part = found.parts[name]
        if mark == "|":
            return self.count(int(part), (form or "").split("|"))
        return self.put(part, form or "")

    def put(self, part: Any, form: str) -> str:
        """Return a part in a form."""
        match part:
            case Place():
                return self.place(part.code, form)
            case Goer():
                return self.goer(part, form)
            case Mode():
                return self.vehicle(part.mode, form)
            case Share():
                return self.share(part.text, form)
        return self.bend(self._put_plain(part), form)

    def _put_plain(self, part: Any) -> str:
        match part:
            case Fact():
                return self.say(part)
            case Listed():
                return self._list(map(self.say, part.facts), self.words[part.key])
            case Time():
                return self._time(part)
            case Length():
                return self.length(part.metres)
            case Speed():
                return self.speed(part.kmh)
        return "" if part is None else str(part)

    def _list(self, texts: Iterable[str], between: str) -> str:
        said = [text for text in texts if text]
        return reduce(between.format, said) if said else ""

    def _time(self, time: Time) -> str:
        local = round_up(time.stamp) if time.how in ("up", "hour") else read_local(time.stamp)
        if time.how == "hour":
            return self.hour(local)
        ends = day_end(time.stamp) if time.how in ("bound", "there") else None
        key = "day" if time.how == "day" else "end of day" if ends else "time"
        day = ends or local
        dated, self.year = self.day(day, with_year=day.year != self.year), day.year
        return self.say(fact(key, hour=self.hour(local), day=dated, clock=self._clock(time)))

    def _clock(self, time: Time) -> Fact | None:
        """Return whose clock it is where that is new; of a time that several clocks show, the next says it anew."""
        zone = format_zone(time.stamp)
        said, self.clock = self.clock, f"{time.stamp['zone']} {zone}"
        if time.how == "there":
            self.clock = ""
            return None
        if said == self.clock:
            return None
        key, city = self.city(time.stamp["zone"])
        return fact("clock" if city.startswith("UTC") else key, city=city, zone=zone)

    # What languages do otherwise.

    def day(self, day: datetime, *, with_year: bool) -> str:
        """Return `Monday 11 September 2023`, or without the year."""
        return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if with_year else "")

    def hour(self, local: datetime) -> str:
        """Return a time of day."""
        return f"{local:%H:%M}"

    def city(self, zone: str) -> tuple[str, str]:
        """Return the key of the words that name a clock, and its city."""
        return "clock of", zone_city(zone)

    def place(self, code: str, form: str) -> str:
        """Return the name of a place, as it can be shown: in this language, else the one that the document has."""
        station = self.document["stations"][code]
        return self.bend(visible(str(station.get("names", {}).get(self.lang) or station["name"])), form)

    def goer(self, goer: Goer, _: str) -> str:
        """Return who or what leaves and arrives."""
        return goer.title

    def vehicle(self, mode: str, form: str) -> str:
        """Return `by train and plane`, as it begins a sentence where the form does."""
        return name_by(mode)[:1].upper() + name_by(mode)[1:] if form == "By" else name_by(mode)

    def share(self, text: str, _: str) -> str:
        """Return a chance."""
        return text

    def length(self, metres: int) -> str:
        """Return a length."""
        return format_km(metres)

    def speed(self, kmh: float) -> str:
        """Return a speed."""
        return format_kmh(kmh)

    def bend(self, text: str, _: str) -> str:
        """Return a text in a form."""
        return text

    def count(self, number: int, forms: Sequence[str]) -> str:
        """Return the word that fits a number."""
        return forms[0 if number == 1 else -1]

    def open(self, text: str) -> str:
        """Return the beginning of a sentence."""
        return text[:1].upper() + text[1:]
