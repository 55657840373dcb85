"""What holds for every journey and every deadline, over seeded random cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from routes.clock import to_local
from routes.estimate import Estimate, add_estimates
from routes.itinerary import Itinerary
from routes.scenarios.answers import Answer, Stations, build_answer, timeline
from routes.timing.propagate import Direction
from tests.build import build_journey

ZONES = (
    "Asia/Pyongyang",
    "Asia/Vladivostok",
    "Europe/Berlin",
    "America/Anchorage",
    "Pacific/Kiritimati",
    "Asia/Beirut",
)
MINUTES = st.tuples(*[st.integers(0, 6_000)] * 3).map(lambda m: "/".join(f"{v}min" for v in sorted(m)))
STOPS = st.lists(
    st.tuples(st.sampled_from(ZONES), st.sampled_from(["KP", "RU"]), MINUTES, MINUTES), min_size=2, max_size=6
)
INSTANTS = st.integers(0, 2**31).map(lambda s: datetime.fromtimestamp(s, UTC))
STEPS = st.integers(0, 400_000).map(lambda s: timedelta(seconds=s))


class Case(NamedTuple):
    """A journey, and the places on it."""

    itinerary: Itinerary
    stations: Stations

    def by(self, deadline: datetime) -> Answer:
        return build_answer(self.itinerary, self.stations, deadline=deadline)

    def leaving(self, departs_at: datetime) -> Answer:
        return build_answer(self.itinerary, self.stations, departs_at=departs_at)


def build_case(stops: list[tuple[str, str, str, str]]) -> Case:
    """Return a journey over stops of zone, country, time standing there and running time to the next."""
    lines = []
    for number, (zone, country, standing, run) in enumerate(stops):
        lines.append(f"s{number} {zone} {country}")
        lines += [f"stop {standing}"] if 0 < number < len(stops) - 1 else []
        lines += [f"run {run}"] if number < len(stops) - 1 else []
    return Case(*build_journey("\n".join(lines)))


CASES = STOPS.map(build_case)
few = settings(max_examples=40)


@few
@given(CASES, INSTANTS)
def test_backward_then_forward_arrives_exactly_at_the_deadline(case: Case, deadline: datetime) -> None:
    for end in ("low_s", "likely_s", "high_s"):
        back = timeline(case.itinerary, end, deadline, Direction.BACKWARD)
        assert timeline(case.itinerary, end, back[0], Direction.FORWARD) == back


@few
@given(CASES, INSTANTS)
def test_each_reading_arrives_exactly_at_the_deadline_at_its_pace(case: Case, deadline: datetime) -> None:
    readings = case.by(deadline).deadlines[0].readings
    assert case.leaving(readings.safe).late[-1] == deadline
    assert case.leaving(readings.even).expected[-1] == deadline
    assert case.leaving(readings.too_late_after).early[-1] == deadline


@few
@given(CASES, INSTANTS)
def test_readings_are_in_order_at_every_anchor_and_hour(case: Case, deadline: datetime) -> None:
    answer = case.by(deadline)
    for readings in (*(d.readings for d in answer.deadlines), *(h.readings for h in answer.by_hour)):
        assert readings.safe <= readings.even <= readings.too_late_after <= max(deadline, answer.by_hour[-1].arrive_by)


@few
@given(CASES, INSTANTS)
def test_deadlines_increase_along_the_route_and_end_at_the_deadline(case: Case, deadline: datetime) -> None:
    deadlines = case.by(deadline).deadlines
    for before, after in pairwise(deadlines):
        assert all(a <= b for a, b in zip(before.readings, after.readings, strict=True))
    assert set(deadlines[-1].readings) == {deadline}
    assert (deadlines[0].event.boundary, deadlines[0].event.event) == (0, "dep")


@few
@given(CASES, INSTANTS, STEPS)
def test_a_later_deadline_never_gives_an_earlier_departure(case: Case, deadline: datetime, step: timedelta) -> None:
    first, second = (case.by(d).deadlines[0].readings for d in (deadline, deadline + step))
    assert all(a + step == b for a, b in zip(first, second, strict=True))


@few
@given(CASES, INSTANTS, st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_wider_spread_never_makes_safe_later(case: Case, deadline: datetime, faster: int, slower: int) -> None:
    items = tuple(i._replace(time=_widen(i.time, faster, slower)) for i in case.itinerary.items)
    narrow, wide = case.by(deadline), case._replace(itinerary=case.itinerary._replace(items=items)).by(deadline)
    for before, after in zip(narrow.deadlines, wide.deadlines, strict=True):
        assert after.readings.safe <= before.readings.safe
        assert after.readings.even == before.readings.even
        assert after.readings.too_late_after >= before.readings.too_late_after


def _widen(time: Estimate, faster_s: int, slower_s: int) -> Estimate:
    return Estimate(max(0, time.low_s - faster_s), time.likely_s, time.high_s + slower_s)


@few
@given(CASES, INSTANTS)
def test_time_under_way_is_the_sum_of_runs_and_dwells(case: Case, departs_at: datetime) -> None:
    total = add_estimates(item.time for item in case.itinerary.items)
    answer = case.leaving(departs_at)
    spans = [(t[-1] - t[0]).total_seconds() for t in (answer.early, answer.expected, answer.late)]
    assert spans == list(total)


@few
@given(CASES, INSTANTS)
def test_hours_and_flips_lie_on_the_day_of_the_deadline(case: Case, deadline: datetime) -> None:
    answer = case.by(deadline)
    hours = [row.arrive_by for row in answer.by_hour]
    assert hours == sorted(set(hours)) and deadline in hours
    assert hours[-1] - hours[0] <= timedelta(hours=25)
    assert all(a.arrive_by < b.arrive_by and a.leaves < b.leaves for a, b in pairwise(answer.flips))
    assert all(hours[-1] - timedelta(hours=26) <= flip.arrive_by < hours[-1] for flip in answer.flips)


@few
@given(CASES, INSTANTS)
def test_leaving_a_second_before_or_after_a_flip_is_another_date(case: Case, deadline: datetime) -> None:
    zone = case.stations[case.itinerary.origin].zone
    for flip in case.by(deadline).flips:
        after = case.by(flip.arrive_by).deadlines[0].readings.even
        assert to_local(after - timedelta(seconds=1), zone).date() == flip.leaves < to_local(after, zone).date()


@few
@given(CASES, INSTANTS, STEPS)
def test_verdict_agrees_with_the_readings(case: Case, deadline: datetime, slack: timedelta) -> None:
    readings = case.by(deadline).deadlines[0].readings
    departs_at = deadline - slack
    answer = case.leaving(departs_at)
    in_time = [t[-1] <= deadline for t in (answer.late, answer.expected, answer.early)]
    assert in_time == [departs_at <= reading for reading in readings]
