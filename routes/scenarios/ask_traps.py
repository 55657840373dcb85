"""Wordings that would be read wrongly, and so are refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from routes.scenarios.ask_items import Item
from routes.scenarios.ask_sides import refuse
from routes.scenarios.schema import Scenario
from routes.when import deadlines, parse_when

BOTH = re.compile(r"\bearliest\b.*\blatest\b|\blatest\b.*\bearliest\b")
# Asked of what is past: a weekday in it is not the coming one.
PAST = re.compile(
    r"\b(?:could|must|might) (?:\w+ ){0,3}have (?:been|left|departed|arrived|reached|made|got)\b"
    r"|\bwas it possible\b|\bdid (?:it|he|she|they|kim|the train) have to\b|\bif (?:\w+ ){1,3}left\b"
)
WEEKDAY = re.compile(r"\b(?:mon|tue|wednes|thurs|fri|satur|sun)(?:s?day)?s?\b")


def refuse_traps(question: str) -> None:
    """Raise UsageError for a question that turns on a word or a tense which the grammar would pass over."""
    words = question.casefold()
    if BOTH.search(words):
        raise refuse("only the latest departure is worked out, not the earliest", 'leave "earliest" out')


def refuse_wrong_week(question: str, query: Scenario, now: datetime) -> None:
    """Raise UsageError when a question of the past names a weekday that was read as one of a later week.

    `now` (aware) is what the phrases count from. The days are compared in UTC, which is near enough for weeks.
    """
    if not (PAST.search(question.casefold()) and WEEKDAY.search(query.arrive.casefold())):
        return
    ends = deadlines(parse_when(query.arrive, now=now, zone="UTC"))
    left = parse_when(query.depart, now=now, zone="UTC").readings if query.depart else ()
    starts = [reading.start for reading in left if reading.start] or [now]
    longest = timedelta(days=6 if query.depart else 1)
    if min(ends) - min(starts) > longest:
        raise refuse("it asks of the past with a weekday that may be of this week or the last", "give the dates")


def refuse_stray_clock(question: str, places: Iterable[Item | None]) -> None:
    """Raise UsageError when a place of the journey is really the clock of a time: `at Vladivostok, Moscow time`."""
    for item in places:
        after = question[item.start + len(item.text) :].lstrip(" )").casefold() if item else ""
        if item and re.match(r"time\b", after):
            raise refuse(
                f'"{item.text} time" stands apart from its clock time', f'write "Tuesday 18:00 {item.text} time"'
            )
