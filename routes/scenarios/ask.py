"""Questions in words: read strictly, each word accounted for, into a scenario that can be evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from routes.clock import to_local
from routes.errors import TimeError
from routes.gazetteer.names import find_places, get_place
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_items import Item, read_items
from routes.scenarios.ask_question import check_words, decide, is_tense_open, prune
from routes.scenarios.ask_roles import Roles, assign_roles, refuse
from routes.scenarios.ask_times import zone_lookup
from routes.scenarios.ask_tokens import clean_question
from routes.scenarios.schema import Scenario
from routes.when import When, deadlines, format_when, parse_when

if TYPE_CHECKING:
    from routes.scenarios.evaluate import AsOf

TITLES = {
    "latest-departure": "latest departure",
    "arrival": "arrival",
    "distance": "distance",
    "feasible": "whether it can be there",
}


class Asked(NamedTuple):
    """A question in words as a scenario, and one line for people: how it was understood, and what was added."""

    query: Scenario
    understood: str


class _Context(NamedTuple):
    gazetteer: Gazetteer
    as_of: datetime | AsOf
    scenario: Scenario

    def reference(self, zone: str) -> datetime:
        """Return the instant from which words such as `today` count in a zone."""
        return self.as_of if isinstance(self.as_of, datetime) else self.as_of.reference(zone)


def understand(words: str, *, gazetteer: Gazetteer, as_of: datetime | AsOf, scenario: Scenario) -> Asked:
    """Return the question that the words ask; what they leave open comes from the scenario.

    Every word must have its part: an unknown one is refused, so that no condition is dropped in silence.
    `as_of` (aware, or an as-of as the scenario's evaluation resolves it) is the instant from which `now` and
    `it left on Sunday` are read.

    Raises: UsageError, when the words are not understood or contradict themselves; PlaceError or TimeError,
    for a place or time that is meant as one and cannot be read.
    Example: "latest departure for Tuesday arrival" sets the question and `arrive`, and keeps both ends.
    """
    context = _Context(gazetteer, as_of, scenario)
    items = read_items(clean_question(words), gazetteer)
    check_words(items, gazetteer)
    pruned = prune(items)
    roles = assign_roles(pruned, distance=any(item.kind == "far" for item in items))
    question = decide(items, pruned, roles)
    roles = roles._replace(supposed=is_tense_open(items))
    query = _with_places(context, scenario._replace(question=question), roles)
    query = _with_options(query, items)
    return _with_times(context, query, roles)


# Places.


def _with_places(context: _Context, query: Scenario, roles: Roles) -> Scenario:
    """Return the query between the named places; the scenario's via and avoided countries stay on its own journey."""
    start = _place_text(context, roles.start) or query.start
    end = _place_text(context, roles.end) or query.end
    if _code(context, start) == _code(context, end):
        missing = "to" if roles.start and not roles.end else "from" if roles.end and not roles.start else ""
        what = (
            f'it does not say where {missing}, and the scenario says "{end}"' if missing else f'both ends are "{end}"'
        )
        raise refuse(what, 'name both: "from Khasan to Vladivostok"')
    same = _is_own_journey(context, start, end)
    via = tuple(_place_text(context, item) for item in roles.via) or (query.via if same else ())
    avoid = tuple(dict.fromkeys(_country(item) for item in roles.avoid)) or (query.avoid if same else ())
    return query._replace(start=start, end=end, via=via, avoid=avoid)


def _is_own_journey(context: _Context, start: str, end: str) -> bool:
    own = (context.scenario.start, context.scenario.end)
    return all(_code(context, a) == _code(context, b) for a, b in zip((start, end), own, strict=True))


def _code(context: _Context, text: str) -> str:
    return get_place(context.gazetteer, text).code


def _place_text(context: _Context, item: Item | None) -> str:
    """Return the name as it is to be looked up, or "" for none.

    Raises: PlaceError, when it fits several places; UsageError, when it is a country.
    """
    if item is None:
        return ""
    if item.kind == "country":
        raise refuse(
            f'"{item.text}" is a country, and has several stations',
            "name the station: Tumangang is the last in North Korea, Khasan the first in Russia;"
            ' a country can be avoided: "avoiding China"',
        )
    _code(context, item.text)
    return item.text


def _country(item: Item) -> str:
    if item.kind != "country":
        raise refuse(
            f'only countries can be avoided, and "{item.text}" is a place', 'write "avoiding China" or "via Ussuriysk"'
        )
    if len(item.codes) > 1:
        raise refuse(f'"{item.text}" fits {" and ".join(item.codes)}', f'write "avoiding {item.codes[0]}"')
    return item.codes[0]


def _with_options(query: Scenario, items: Sequence[Item]) -> Scenario:
    """Return the query with the train, the turns and the settings that are named."""
    trains = {item.kind.removeprefix("train ") for item in items if item.kind.startswith("train ")}
    if len(trains) > 1:
        raise refuse("two kinds of train are named", 'write "an ordinary train" or "a special train"')
    settings = tuple(item.text for item in items if item.kind == "setting")
    return query._replace(
        train=trains.pop() if trains else query.train,
        turns="possible" if any(item.kind == "turns possible" for item in items) else query.turns,
        settings=(*query.settings, *settings),
    )


# Times.


def _with_times(context: _Context, query: Scenario, roles: Roles) -> Asked:
    """Return the question with its as-of, arrival and departure, and the line that says how it was understood."""
    if roles.as_of:
        query, context = _with_as_of(context, query, roles.as_of.text)
    arrive, arrive_from = _arrive(context, query, roles)
    depart, depart_from = _depart(context, query, roles)
    query = query._replace(arrive=arrive, depart=depart)
    return Asked(query, "; ".join(_describe(context, query, roles, arrive_from, depart_from)))


def _with_as_of(context: _Context, query: Scenario, phrase: str) -> tuple[Scenario, _Context]:
    """Return query and context as of an instant named in the words: in the past, or near the scenario's own as-of.

    Raises: TimeError, when it is no one instant or day.
    """
    zone = _zone(context, query.start)
    found = [_parse(context, phrase, zone, past=past) for past in (True, False)]
    starts = [when.readings[0].start for when in found]
    near = 0
    if context.scenario.as_of and starts[0] and starts[1] and starts[0] != starts[1]:
        gaps = [abs(start - context.reference(zone)) for start in starts if start]
        near = gaps.index(min(gaps))
        if min(gaps) * 3 > max(gaps) or max(gaps) < timedelta(days=30):
            shown = " or ".join(format_when(when) for when in found)
            raise TimeError(f'"as of {phrase}" can be {shown}', hint='give the date: "as of 2023-09-11 09:00 KST"')
    when, instant = found[near], starts[near]
    if instant is None or len(when.readings) > 1 or when.kind not in ("instant", "day"):
        raise TimeError(f'"{phrase}" is not one as-of instant', hint='give the date: "as of 2023-09-11 09:00 KST"')
    return query._replace(as_of=_absolute(when, zone)), context._replace(as_of=instant)


def _arrive(context: _Context, query: Scenario, roles: Roles) -> tuple[str, str]:
    """Return the phrase of the arrival and where it is from; "" where the question has none."""
    if query.question not in ("latest-departure", "feasible"):
        return "", ""
    if roles.arrive:
        _parse(context, roles.arrive.text, _zone(context, query.end), past=False)
        return roles.arrive.text, "words"
    own = _code(context, query.end) == _code(context, context.scenario.end)
    if context.scenario.arrive and own:
        return context.scenario.arrive, "scenario"
    raise refuse(
        "it does not say by when it must be there", 'add the arrival: "… by Tuesday noon", "… for Tuesday arrival"'
    )


def _depart(context: _Context, query: Scenario, roles: Roles) -> tuple[str, str]:
    """Return the phrase of the departure and where it is from; "" where the question has none."""
    if query.question not in ("arrival", "feasible"):
        return "", ""
    zone = _zone(context, query.start)
    if roles.depart:
        return _departure_phrase(context, query, roles, zone), "words"
    if query.question == "feasible":
        return to_local(context.reference(zone), zone).isoformat(timespec="minutes"), "as of"
    own = _code(context, query.start) == _code(context, context.scenario.start)
    if context.scenario.depart and own and not roles.start:
        return context.scenario.depart, "scenario"
    raise refuse("it does not say when it leaves", 'add the departure: "leaving Khasan on 24 April 2019 at 11:40"')


def _departure_phrase(context: _Context, query: Scenario, roles: Roles, zone: str) -> str:
    """Return the phrase itself, or, where the words are in the past, the date that it means, read backwards.

    In `would it be there if it left on Sunday` either Sunday may be meant: both are given, unless the coming
    one is after the arrival.
    """
    phrase = roles.depart.text if roles.depart else ""
    ahead = _parse(context, phrase, zone, past=False)
    if not roles.departed:
        return phrase
    past = _parse(context, phrase, zone, past=True)
    if ahead.readings == past.readings:
        return phrase
    if roles.supposed and not _is_after_arrival(context, query, roles, ahead):
        return f"{_absolute(past, zone)} or {_absolute(ahead, zone)}"
    return _absolute(past, zone)


def _is_after_arrival(context: _Context, query: Scenario, roles: Roles, depart: When) -> bool:
    """Return whether a departure lies behind the last acceptable arrival."""
    if not roles.arrive or not depart.readings[0].start:
        return False
    arrive = _parse(context, roles.arrive.text, _zone(context, query.end), past=False)
    return depart.readings[0].start >= max(deadlines(arrive))


def _absolute(when: When, zone: str) -> str:
    """Return a phrase that means the same whenever it is read: `2023-09-10 17:00`, with any zone but `zone`."""
    reading = when.readings[0]
    if when.operator != "on" or len(when.readings) > 1 or when.kind not in ("instant", "day") or reading.start is None:
        return format_when(when)
    local = to_local(reading.start, reading.zone)
    text = f"{local:%Y-%m-%d}" if when.kind == "day" else f"{local:%Y-%m-%d %H:%M}"
    return text if reading.zone == zone else f"{text} {reading.zone}"


def _parse(context: _Context, phrase: str, zone: str, *, past: bool) -> When:
    zone_of = zone_lookup(context.gazetteer)
    prefer: Literal["past", "future"] = "past" if past else "future"
    return parse_when(phrase, now=context.reference(zone), zone=zone, prefer=prefer, zone_of=zone_of)


def _zone(context: _Context, text: str) -> str:
    return context.gazetteer.stations[get_place(context.gazetteer, text).code].zone


# The line for people.


def _describe(context: _Context, query: Scenario, roles: Roles, arrive_from: str, depart_from: str) -> Iterator[str]:
    source = f" (scenario {context.scenario.name})" if context.scenario.name else " (scenario)"
    yield TITLES[query.question]
    start = _display(context, query.start) + ("" if roles.start else source)
    yield f"from {start} to {_display(context, query.end)}{'' if roles.end else source}"
    if query.via:
        yield f"via {', '.join(_display(context, v) for v in query.via)}{'' if roles.via else source}"
    if query.avoid:
        yield f"avoiding {', '.join(query.avoid)}{'' if roles.avoid else source}"
    if query.depart:
        yield _describe_departure(query, roles, depart_from, source)
    if query.arrive:
        yield f'arriving "{query.arrive}"{source if arrive_from == "scenario" else ""}'
    if query.train != context.scenario.train:
        yield f"with the train profile {query.train}"
    if query.turns != context.scenario.turns:
        yield f"turns: {query.turns}"
    if query.settings != context.scenario.settings:
        yield f"with {', '.join(query.settings[len(context.scenario.settings) :])}"
    if roles.as_of:
        yield f"as of {query.as_of}"


def _describe_departure(query: Scenario, roles: Roles, depart_from: str, source: str) -> str:
    if depart_from == "as of":
        return f"leaving at the as-of instant, {query.depart}, as no departure is named"
    reading = "either may be meant" if roles.supposed and " or " in query.depart else "read as past"
    said = f' ("{roles.depart.text}", {reading})' if roles.depart and roles.depart.text != query.depart else ""
    return f'leaving "{query.depart}"{said}{source if depart_from == "scenario" else ""}'


def _display(context: _Context, text: str) -> str:
    """Return the name in the gazetteer, with the words behind it where they differ."""
    name = context.gazetteer.stations[find_places(context.gazetteer, text)[0].code].name
    return name if name.casefold() == text.casefold() else f'{name} ("{text}")'
