"""Which assumption turns the headline of a joined journey: the value with which one leaves on another date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from routes.scenarios.answers import EVEN, Answer
from routes.scenarios.assumptions import UNITS, Assumption, apply_settings
from routes.scenarios.joined.flow import head_for_soonest
from routes.scenarios.joined.legs import Part, Timed, mark_keys
from routes.scenarios.joined.odds import chance_at, latest_s, look_back
from routes.scenarios.joined.windows import move_windows
from routes.scenarios.profiles import plan_journey
from routes.scenarios.turning import NEVER, Retrial, TurningPoint, format_day, format_odds, list_turning_points
from routes.timetable.table import instant, seconds
from routes.timing.lateness import Lateness

if TYPE_CHECKING:
    from routes.scenarios.joined.evaluate import Inquiry, JoinedAnswer

MOST_TRIALS = 150
"""Of an answer with another value; no further assumption is begun after these."""


def list_turning(question: Inquiry, answer: JoinedAnswer) -> tuple[TurningPoint, ...]:
    """Return the turning points of an answer: the question asked again with one assumption certain."""
    held = list_assumptions(question.parts)

    def try_value(key: str, value: float) -> str:
        return _read_headline(question._replace(parts=tuple(_settle(question.parts, held[key], value))), answer)

    start, end = question.ends
    retrial = Retrial(
        Answer(
            answer.arrive,
            answer.depart,
            answer.deadline,
            answer.departs_at,
            question.query.confidence,
            {0: answer.times},
            (),
            on_time=answer.on_time,
        ),
        (start.zone, end.zone),
        held,
        again=try_value,
        order=[key for driver in answer.drivers for key in driver.keys],
        most=MOST_TRIALS,
    )
    return list_turning_points(retrial)


def list_assumptions(parts: Sequence[Part]) -> dict[str, Assumption]:
    """Return what a journey rests on, by key: of its modelled legs, and of the delays of its timetables."""
    found: dict[str, Assumption] = {}
    for part in parts:
        if isinstance(part.way, Timed):
            found.setdefault(part.way.delay.stated.key, part.way.delay.stated)
            continue
        known, prefix = part.way.profile.pace.known, part.way.prefix
        keys = {key for item in part.way.itinerary.items for key in item.keys} | {f"{prefix}pace"}
        used = {key: known.get(key.removeprefix(prefix)) for key in sorted(keys)}
        found |= {key: entry._replace(key=key) for key, entry in used.items() if entry}
    return found


def _settle(parts: Sequence[Part], held: Assumption, value: float) -> Iterator[Part]:
    """Yield the legs with one assumption certain.

    Raises: InfeasibleError, where there is no way then.
    """
    for part in parts:
        way = part.way
        if isinstance(way, Timed):
            if way.delay.stated.key == held.key:
                law = Lateness((value * UNITS[held.unit],), (1.0,))
                way = way._replace(delay=way.delay._replace(law=law))
        elif held.key.startswith(way.prefix):
            setting = [f"{held.key.removeprefix(way.prefix)}={value:.10g}"]
            known = apply_settings(way.profile.pace.known, setting, valid=(held.key.removeprefix(way.prefix),))
            profile = way.profile._replace(pace=way.profile.pace._replace(known=known))
            planned = mark_keys(plan_journey(profile, way.trip), way.prefix)
            way = way._replace(itinerary=planned, windows=move_windows(way.windows, way.itinerary, planned))
        yield part._replace(way=way)


def _read_headline(question: Inquiry, answer: JoinedAnswer) -> str:
    """Return the headline of a question with other legs, as `read_headline` does of a modelled journey."""
    relay, (start, end) = question.build(question.parts), question.ends
    departs_s = seconds(answer.departs_at)
    if answer.deadline is None:
        even_s = head_for_soonest(relay, departs_s).flows[-1].find_s(relay, EVEN)
        return NEVER if even_s is None else format_day(instant(even_s), end.zone)
    view = look_back(relay, seconds(answer.deadline))[0]
    if answer.on_time is not None:
        return format_odds(chance_at(relay, view, departs_s))
    leaves_s = latest_s(relay, view, EVEN)
    return NEVER if leaves_s is None else format_day(instant(leaves_s), start.zone)
