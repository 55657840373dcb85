"""The two questions in words that are not about one journey: how far by now, and which of these; of fixed form."""

from __future__ import annotations

import re

from routes.gazetteer.names import find_places
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_sides import refuse
from routes.scenarios.ask_times import is_time
from routes.scenarios.modes import parse_modes
from routes.scenarios.schema import Scenario

_WHO = r"(?:it|he|she|they|kim|the train|a train)"
_REACH = re.compile(
    rf"how far (?:can|could|may|might) {_WHO} (?:have (?:come|gone|got|travelled|traveled)|be|come|go|get) "
    rf"(?:by )?(?P<at>.+?),? (?:if|when|given that|having) (?:{_WHO} )?(?:left|leaves|departed|departs) "
    r"(?P<left>.+?)\?*",
    re.IGNORECASE,
)
_IS = r"(?:is|are) (?:still )?(?:open|possible|within reach|in reach)"
_WHEN = r"(?: (?:for |on )?(?P<when>(?!for |on |by (?:train|plane|air|rail|ship|sea)).+?))?"
_BY = r"(?: by (?P<by>(?:train|plane|rail|air|ship|sea|,| |or|and)+))?\?*"
_COMPARE = re.compile(
    rf"(?:(?P<ends>.+?) ?[:;,.–-]+ which (?:of (?:these|them) |ones )?{_IS}|which of (?P<of>.+?) {_IS}){_WHEN}{_BY}",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:,\s*(?:or|and)\s+|,|\s(?:or|and)\s)\s*", re.IGNORECASE)


def understand_other(text: str, gazetteer: Gazetteer, scenario: Scenario) -> tuple[Scenario, str] | None:
    """Return a reach or a comparison with how it was understood; None for words that ask neither.

    Of the scenario stay the train and, for a comparison, where it starts and by when it must be there.
    Raises: UsageError, where the words have the form and a place or a time in them cannot be read.
    """
    if found := _REACH.fullmatch(text):
        return _read_reach(found["at"], found["left"], gazetteer, scenario)
    if found := _COMPARE.fullmatch(text):
        return _read_compare(found, gazetteer, scenario)
    return None


def _read_reach(at: str, left: str, gazetteer: Gazetteer, scenario: Scenario) -> tuple[Scenario, str]:
    words = left.split()
    splits = [(" ".join(words[:n]), _bare(" ".join(words[n:]))) for n in range(1, len(words))]
    read = [(place, time) for place, time in splits if _is_place(gazetteer, place) and is_time(time)]
    if len(read) != 1:
        raise refuse(f'"{left}" is not a place and a time', 'write "if it left Pyongyang on Sunday 17:00"')
    if not is_time(_bare(at)):
        raise refuse(f'"{at}" is no time', 'write "how far can it have come by Tuesday 06:00 if it left …"')
    ((start, depart),) = read
    query = scenario._replace(question="reach", start=start, end="", via=(), avoid=(), depart=depart, at=_bare(at))
    query = query._replace(arrive="", in_words=True)
    return query, f'how far it can have come; from {start}; leaving "{depart}"; by "{query.at}"'


def _read_compare(found: re.Match[str], gazetteer: Gazetteer, scenario: Scenario) -> tuple[Scenario, str]:
    text, when = found["ends"] or found["of"], _bare(found["when"] or "")
    ends = tuple(name for name in _LIST.split(text) if name)
    for name in ends:
        if not _is_place(gazetteer, name):
            raise refuse(f'"{name}" is no place', 'write "Vladivostok, Vostochny or Moscow: which are still open?"')
    if when and not is_time(when):
        raise refuse(f'"{when}" is no time', 'write "which of … are still open for Tuesday?"')
    by = parse_modes(_LIST.split(found["by"].strip())) if found["by"] else scenario.by
    source = f" (scenario {scenario.name})"
    query = scenario._replace(question="compare", destinations=ends, via=(), avoid=(), by=by, in_words=True, depart="")
    query = query._replace(arrive=when or scenario.arrive)
    start = " or ".join(query.origins or (query.start,))
    said = [f"which are still open; from {start}{source} to {', '.join(ends)}"]
    said += [f'arriving "{query.arrive}"{"" if when else source}', *([f"by {' or '.join(by)}"] if by else [])]
    return query, "; ".join(said)


def _bare(text: str) -> str:
    """Return a time without the little word before it."""
    return re.sub(r"^(?:on|at|in) ", "", text, flags=re.IGNORECASE)


def _is_place(gazetteer: Gazetteer, name: str) -> bool:
    return any(match.how != "prefix" for match in find_places(gazetteer, name))
