"""Questions in words: read strictly, each word accounted for, into a scenario that can be evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from routes.errors import TimeError, UsageError
from routes.gazetteer.names import find_places
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_decide import HOW_LEFT, LEFT, decide, decide_told
from routes.scenarios.ask_items import Item, read_items
from routes.scenarios.ask_others import understand_other
from routes.scenarios.ask_question import check_words, is_tense_open, prune, put_in_context
from routes.scenarios.ask_roles import Roles, assign_roles
from routes.scenarios.ask_sides import EXAMPLES, refuse
from routes.scenarios.ask_sightings import Sight, take_errors, take_sightings
from routes.scenarios.ask_sources import take_sources
from routes.scenarios.ask_times import is_time
from routes.scenarios.ask_tokens import clean_question
from routes.scenarios.ask_traps import refuse_stray_clock, refuse_traps, refuse_wrong_week
from routes.scenarios.ask_when import Context, code_of, read_arrival, read_departure, with_as_of, zone_of
from routes.scenarios.ask_words import lexicon
from routes.scenarios.schema import Scenario

if TYPE_CHECKING:
    from routes.scenarios.phrases import AsOf

TITLES = {
    "latest-departure": "latest departure",
    "arrival": "arrival",
    "distance": "distance and time under way",
    "feasible": "whether it can be there",
}


class Understood(NamedTuple):
    """A question in words as a scenario, and one line for people: how it was understood, and what was added."""

    query: Scenario
    understood: str


def understand(
    words: str, *, gazetteer: Gazetteer, as_of: datetime | AsOf, scenario: Scenario, now: datetime | None = None
) -> Understood:
    """Return the question that the words ask; what they leave open comes from the scenario.

    Every word must have its part: an unknown one is refused, so that no condition is dropped in silence.
    `as_of` (aware, or an as-of as the scenario's evaluation resolves it) is the instant from which `now` and
    `it left on Sunday` are read. Where no as-of is given beside the scenario's own, `now` (aware) is the present, up
    to which a sighting may move it.

    Raises: UsageError, when the words are not understood or contradict themselves; PlaceError or TimeError,
    for a place or time that is meant as one and cannot be read.
    Example: "latest departure for Tuesday arrival" sets the question and `arrive`, and keeps both ends.
    """
    try:
        return _understand(words, Context(gazetteer, as_of, scenario), now)
    except (UsageError, TimeError) as error:
        hint = error.hint if EXAMPLES in error.hint else "; ".join(part for part in (error.hint, EXAMPLES) if part)
        raise type(error)(error.message, hint=hint) from None


def _understand(words: str, context: Context, now: datetime | None) -> Understood:
    cleaned = clean_question(words)
    if other := understand_other(cleaned, context.gazetteer, context.scenario):
        return Understood(*other)
    plain, sources = take_sources(cleaned, partial(_is_named, context.gazetteer))
    text, errors = take_errors(plain)
    refuse_traps(text)
    read = read_items(text, context.gazetteer)
    told = take_sightings(read, errors)
    items = told.rest
    check_words(items, context.gazetteer)
    items = put_in_context(items)
    pruned = prune(items)
    kinds = frozenset(item.kind for item in (*items, *pruned))
    lone_is_end = kinds | {"far"} if told.sights else kinds  # as in a distance, from where it was seen
    roles = assign_roles(pruned, lone_is_end)
    refuse_stray_clock(text, (roles.start, roles.end, *roles.via))
    question = decide_told(items, pruned, roles) if told.sights else decide(items, pruned, roles)
    roles = roles._replace(supposed=is_tense_open(items))
    if told.sights and any(item.text.casefold() == "did" for item in read):
        roles = roles._replace(departed=roles.depart is not None)  # did it leave on Monday, that was seen on Tuesday?
    query = context.scenario._replace(question=question, in_words=True)
    if question == LEFT and all(sight.is_missing for sight in told.sights):
        raise refuse("whether it left then is known only by where it was seen", HOW_LEFT)
    if question == LEFT:
        query, roles = _ask_left(query, roles)
    if told.sights and not query.left and question != "latest-departure" and not roles.start:
        roles = roles._replace(start=_first_seen(context, told.sights))
        query = query._replace(approach=context.scenario.start)
    query = _with_options(_with_places(context, query, roles), items)
    asked = _with_times(context, query, roles, told.sights, now)
    if sources:
        asked = asked._replace(understood=f"{asked.understood}; according to {' and '.join(sources)}")
    refuse_wrong_week(text, asked.query, context.reference("UTC"))
    return asked


def _ask_left(query: Scenario, roles: Roles) -> tuple[Scenario, Roles]:
    """Return the question whether it left in a span of time, which is told with when it left and arrives."""
    span = roles.depart.text if roles.depart else ""
    return query._replace(question="arrival", left=span, depart=""), roles._replace(depart=None, departed=False)


def _is_named(gazetteer: Gazetteer, text: str) -> bool:
    """Return whether a text is a place or a time, or a word of a question."""
    named = any(match.how != "prefix" for match in find_places(gazetteer, text))
    return named or text.casefold() in lexicon() or is_time(text)


def _first_seen(context: Context, sights: Sequence[Sight]) -> Item | None:
    from routes.scenarios.ask_seen_times import first_place
    from routes.scenarios.phrases import AsOf

    as_of = AsOf(context.as_of, "UTC", None) if isinstance(context.as_of, datetime) else context.as_of
    return first_place(sights, context.gazetteer, as_of)


# Places.


def _with_places(context: Context, query: Scenario, roles: Roles) -> Scenario:
    """Return the query between the named places; the scenario's via and avoided countries stay on its own journey."""
    start = _place_text(context, roles.start) or query.start
    end = _place_text(context, roles.end) or query.end
    if code_of(context, start) == code_of(context, end):
        missing = "to" if roles.start and not roles.end else "from" if roles.end and not roles.start else ""
        what = (
            f'it does not say where {missing}, and the scenario says "{end}"' if missing else f'both ends are "{end}"'
        )
        raise refuse(what, 'name both: "from Khasan to Vladivostok"')
    same = _is_own_journey(context, start, end)
    via = tuple(_place_text(context, item) for item in roles.via) or (query.via if same else ())
    avoid = tuple(dict.fromkeys(_country(item) for item in roles.avoid)) or (query.avoid if same else ())
    return query._replace(start=start, end=end, via=via, avoid=avoid)


def _is_own_journey(context: Context, start: str, end: str) -> bool:
    own = (context.scenario.start, context.scenario.end)
    return all(code_of(context, a) == code_of(context, b) for a, b in zip((start, end), own, strict=True))


def _place_text(context: Context, item: Item | None) -> str:
    """Return the name as it is to be looked up, or "" for none.

    Raises: PlaceError, when it fits several places; UsageError, when it is a country.
    """
    if item is None:
        return ""
    if item.kind == "country":
        raise refuse(
            f'"{item.text}" is a country, and has several stations',
            "name the station: Tumangang is the last in North Korea, Khasan the first in Russia, and the table of"
            ' "latest departure for Tuesday arrival" says when it must be at both;'
            ' a country can be avoided: "avoiding China"',
        )
    code_of(context, item.text)
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


def _with_times(
    context: Context, query: Scenario, roles: Roles, sights: Sequence[Sight], now: datetime | None
) -> Understood:
    """Return the question with its as-of, arrival and departure, and the line that says how it was understood."""
    if roles.as_of:
        query, context = with_as_of(context, query, roles.as_of.text)
    query, context, said = _with_sights(context, query, sights, None if roles.as_of else now)
    arrive, arrive_from = read_arrival(context, query, roles)
    is_open = not roles.depart and bool(query.seen or (sights and query.question == "feasible"))
    depart, depart_from = ("", "") if is_open else read_departure(context, query, roles)
    query = query._replace(arrive=arrive, depart=depart)
    line = "; ".join([*_describe(context, query, roles, arrive_from, depart_from), *said])
    source = f" (scenario {context.scenario.name})"
    head, last, tail = line.rpartition(source)  # the scenario is named once
    return Understood(query, head.replace(source, " (scenario)") + last + tail)


def _with_sights(
    context: Context, query: Scenario, sights: Sequence[Sight], now: datetime | None
) -> tuple[Scenario, Context, list[str]]:
    """Return the question with what was seen, the as-of moved to it where that may be, and how it is understood.

    What the scenario tells of its own journey stays.
    """
    own = _is_own_journey(context, query.start, query.end)
    query = query if own else query._replace(seen=(), not_seen=(), windows=())
    if not sights:
        return query, context, []
    from routes.scenarios.ask_seen_times import moved_as_of, read_sights
    from routes.scenarios.phrases import AsOf

    as_of = AsOf(context.as_of, "UTC", None) if isinstance(context.as_of, datetime) else context.as_of
    read = read_sights(sights, context.gazetteer, as_of)
    said = list(read.said)
    if now and read.last and as_of.instant < read.last <= now:
        zone = zone_of(context, query.start)
        moved = moved_as_of(read.last, zone)
        query, context = query._replace(as_of=moved, title=""), context._replace(as_of=read.last)
        said.append(f"as of {moved}, when it was seen")
    return query._replace(seen=(*query.seen, *read.seen), not_seen=(*query.not_seen, *read.not_seen)), context, said


# The line for people.


def _describe(context: Context, query: Scenario, roles: Roles, arrive_from: str, depart_from: str) -> Iterator[str]:
    source = f" (scenario {context.scenario.name})" if context.scenario.name else " (scenario)"
    yield f'whether it left "{query.left}", and the arrival' if query.left else TITLES[query.question]
    start = _display(context, query.start) + ("" if roles.start else source)
    yield f"from {start} to {_display(context, query.end)}{'' if roles.end else source}"
    if query.via:
        yield f"via {', '.join(_display(context, v) for v in query.via)}{'' if roles.via else source}"
    if query.avoid:
        yield f"avoiding {', '.join(query.avoid)}{'' if roles.avoid else source}"
    if query.depart:
        yield _describe_departure(query, roles, depart_from, source)
    if query.arrive:
        said = f' ("{roles.arrive.text}", {arrive_from})' if roles.arrive and arrive_from else ""
        yield f'arriving "{query.arrive}"{said}{source if arrive_from == "scenario" else ""}'
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
        return f"leaving at the as-of instant, {query.depart[:16].replace('T', ' ')}"
    said = f' ("{roles.depart.text}", {depart_from})' if roles.depart and depart_from else ""
    return f'leaving "{query.depart}"{said}{source if depart_from == "scenario" else ""}'


def _display(context: Context, text: str) -> str:
    """Return the name in the gazetteer, with the words behind it where they differ."""
    name = context.gazetteer.stations[find_places(context.gazetteer, text)[0].code].name
    return name if name.casefold() == text.casefold() else f'{name} ("{text}")'
