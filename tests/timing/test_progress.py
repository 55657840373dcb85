"""The laws of what was seen: vague says nothing, exact pins, and chances are those of weighted draws."""

from __future__ import annotations

import numpy as np
import pytest

from routes.estimate import Estimate, Law
from routes.ids import StationCode
from routes.itinerary import Item, Itinerary, Leg, Work
from routes.timing.chance import Pace
from routes.timing.progress import Clue, Progress, Seen, Unseen, chance_by, find_updated, run_progress, time_by
from routes.timing.stages import find_readings
from routes.timing.windows import Window
from tests.timing.journeys import BORDER, DRAWS, DWELL, HOUR, MIN, RUN, Draws, draw_pace, draw_pert, wait

LAW = Law(coverage=0.8)
END = 8


def build_journey(legs: int = 4) -> Itinerary:
    """Return equal legs, each of an assumption of its own, each with a stop behind it."""
    start, end = StationCode("a"), StationCode("b")
    items: list[Item] = []
    for key in "abcdefgh"[:legs]:
        items.append(Leg(start, end, 100_000, 0, "official", "", 0, "line", 1520, False, "source", RUN, (key,), LAW))
        items.append(Work("stop", end, DWELL, ("stop",), LAW))
    return Itinerary(start, end, tuple(items), 400_000)


def draw_journey(windows: dict[int, Window], seed: int) -> dict[int, Draws]:
    """Return drawn instants of going on at each boundary, from a start at 0."""
    rng = np.random.default_rng(seed)
    pace, now = draw_pace(0.18, rng), np.zeros(DRAWS)
    found = {0: wait(windows.get(0, ()), now)}
    for boundary in range(1, END + 1):
        spent = pace * draw_pert(RUN, rng) if boundary % 2 else draw_pert(DWELL, rng)
        found[boundary] = wait(windows.get(boundary, ()), found[boundary - 1] + spent)
    return found


def weights_of(clues: list[Clue], drawn: dict[int, Draws]) -> Draws:
    weights = np.ones(DRAWS)
    for clue in clues:
        if isinstance(clue, Seen):
            weights = weights * np.exp(-(((drawn[clue.boundary] - clue.at_s) / clue.error_s) ** 2) / 2)
        else:
            weights = weights * np.where(drawn[clue.boundary] <= clue.by_s, 1 - clue.noticed, 1.0)
    shares: Draws = weights / weights.sum()
    return shares


def quantiles(progress: Progress, boundary: int) -> list[int | None]:
    return [time_by(progress, boundary, chance) for chance in (0.1, 0.5, 0.9)]


CASES: dict[str, tuple[list[Clue], dict[int, Window]]] = {
    "seen": ([Seen(4, 10 * HOUR, 20 * MIN)], {}),
    "seen twice": ([Seen(2, 5 * HOUR, 20 * MIN), Seen(6, 14 * HOUR, 30 * MIN)], {}),
    "sources that disagree": ([Seen(4, 10 * HOUR, 20 * MIN), Seen(4, 10 * HOUR + 30 * MIN, 20 * MIN)], {}),
    "not seen": ([Unseen(4, 9 * HOUR, 0.8)], {}),
    "surely not there": ([Unseen(5, 14 * HOUR, 1.0)], {}),
    "both": ([Seen(2, 5 * HOUR, 20 * MIN), Unseen(6, 14 * HOUR, 0.7), Unseen(8, 19 * HOUR, 1.0)], {}),
    "seen and not seen in one place": ([Seen(4, 10 * HOUR, 20 * MIN), Unseen(4, 10 * HOUR, 1.0)], {}),
    "behind a window": ([Seen(2, 5 * HOUR, 20 * MIN)], {4: BORDER}),
}


@pytest.mark.parametrize("name", CASES)
def test_chances_equal_weighted_draws(name: str) -> None:
    clues, windows = CASES[name]
    drawn = draw_journey(windows, seed=5)
    progress = run_progress(build_journey(), 0, boundaries=range(1, END + 1), windows=windows, clues=clues)
    weights = weights_of(clues, drawn)
    for boundary in range(1, END + 1):
        order = np.argsort(drawn[boundary])
        sums = np.cumsum(weights[order])
        for share in (0.1, 0.5, 0.9):
            at = float(drawn[boundary][order][min(int(np.searchsorted(sums, share)), DRAWS - 1)])
            seen = float(weights[drawn[boundary] <= at].sum())
            exact = 0.02 if windows and boundary == 4 else 0.006
            assert chance_by(progress, boundary, at) == pytest.approx(seen, abs=exact), (boundary, share)


def test_start_that_is_not_known_is_worked_out_of_the_sighting() -> None:
    """Against draws of the way back from the sighting, for any time of leaving was as likely as another."""
    drawn = draw_journey({}, seed=6)
    rng = np.random.default_rng(7)
    seen_at = 100 * HOUR + 5 * MIN * rng.standard_normal(DRAWS)
    progress = run_progress(build_journey(), None, boundaries=range(END + 1), clues=[Seen(4, 100 * HOUR, 5 * MIN)])
    for boundary in range(END + 1):
        times = seen_at + drawn[boundary] - drawn[4]
        for at in np.quantile(times, (0.1, 0.5, 0.9)):
            assert chance_by(progress, boundary, at) == pytest.approx(float((times <= at).mean()), abs=0.005)


def test_flat_start_of_a_chain_gives_the_same() -> None:
    """What was not seen long before changes nothing, but takes the long way round."""
    journey, seen = build_journey(), Seen(4, 100 * HOUR, 5 * MIN)
    short = run_progress(journey, None, boundaries=range(END + 1), clues=[seen])
    long = run_progress(journey, None, boundaries=range(END + 1), clues=[seen, Unseen(8, 50 * HOUR, 0.5)])
    for boundary in range(END + 1):
        for a, b in zip(quantiles(short, boundary), quantiles(long, boundary), strict=True):
            assert a is not None and b is not None
            assert abs(a - b) < 4 * MIN


def test_second_sighting_reweighs_the_pace_and_the_start() -> None:
    journey = build_journey()
    plain = run_progress(journey, None, boundaries=(0, 8), clues=[Seen(2, 10 * HOUR, 5 * MIN)])
    slow = run_progress(
        journey, None, boundaries=(0, 8), clues=[Seen(2, 10 * HOUR, 5 * MIN), Seen(4, 16 * HOUR, 5 * MIN)]
    )
    assert (time_by(slow, 8, 0.5) or 0) > (time_by(plain, 8, 0.5) or 0) + HOUR
    assert (time_by(slow, 0, 0.5) or 0) < (time_by(plain, 0, 0.5) or 0)


@pytest.mark.parametrize("windows", [{}, {6: BORDER}], ids=["open", "border hours"])
def test_sighting_with_a_huge_error_changes_nothing(windows: dict[int, Window]) -> None:
    journey = build_journey()
    plain = run_progress(journey, 0, boundaries=range(END + 1), windows=windows)
    vague = run_progress(journey, 0, boundaries=range(END + 1), windows=windows, clues=[Seen(4, 5 * HOUR, 1e8)])
    for boundary in range(END + 1):
        assert quantiles(vague, boundary) == quantiles(plain, boundary)


def test_exact_sighting_pins_the_event() -> None:
    progress = run_progress(build_journey(), 0, boundaries=(4,), clues=[Seen(4, 10 * HOUR, 0.0)])
    assert all(abs((at or 0) - 10 * HOUR) <= MIN for at in quantiles(progress, 4))


def test_sighting_of_the_start_changes_nothing_where_it_is_known() -> None:
    journey = build_journey()
    seen = run_progress(journey, 0, boundaries=(4, 8), clues=[Seen(0, 2 * HOUR, 5 * MIN)])
    plain = run_progress(journey, 0, boundaries=(4, 8))
    assert [quantiles(seen, b) for b in (4, 8)] == [quantiles(plain, b) for b in (4, 8)]


def test_what_was_not_seen_comes_later() -> None:
    journey = build_journey()
    times = [
        time_by(run_progress(journey, 0, boundaries=(8,), clues=[Unseen(4, 10 * HOUR, noticed)]), 8, 0.5) or 0
        for noticed in (0.1, 0.5, 0.9, 1.0)
    ]
    assert times == sorted(times) and times[0] < times[-1]


def test_train_that_stood_for_unknown_reasons_is_gone_on_with_from_there() -> None:
    journey = build_journey()
    progress = run_progress(journey, 0, boundaries=range(END + 1), clues=[Seen(4, 100 * HOUR, 5 * MIN)])
    fresh = run_progress(journey, None, boundaries=range(END + 1), clues=[Seen(4, 100 * HOUR, 5 * MIN)])
    assert [(m.number, m.is_fast) for m in progress.misfits] == [(0, False)]
    for boundary in (4, 8):
        for a, b in zip(quantiles(progress, boundary), quantiles(fresh, boundary), strict=True):
            assert a is not None and b is not None
            assert abs(a - b) < 2 * MIN


def test_what_is_far_too_early_is_told() -> None:
    progress = run_progress(build_journey(), 0, boundaries=(8,), clues=[Seen(6, 4 * HOUR, 5 * MIN)])
    assert [(m.number, m.is_fast) for m in progress.misfits] == [(0, True)]


def get_pace(progress: Progress) -> Pace:
    assert progress.pace is not None
    return progress.pace


def test_readings_of_the_usual_paces_are_the_usual_ones() -> None:
    journey = build_journey()
    progress = run_progress(journey, 0, boundaries=(8,), clues=[Unseen(8, -HOUR, 0.5)])
    updated = find_updated(journey, 100 * HOUR, pace=get_pace(progress))
    usual = find_readings(journey, [100 * HOUR])[0]
    for a, b in zip(updated, usual, strict=True):
        assert a is not None and b is not None
        assert abs(a - b) <= 2 * MIN


def test_slow_pace_leaves_earlier() -> None:
    journey = build_journey()
    readings = []
    for hours in (4, 6):
        progress = run_progress(journey, 0, boundaries=(8,), clues=[Seen(2, hours * HOUR, 10 * MIN)])
        readings.append(find_updated(journey, 100 * HOUR, pace=get_pace(progress))[1] or 0)
    assert readings[0] > readings[1]


def test_journey_without_spread_is_exact() -> None:
    legs = tuple(
        leg._replace(time=Estimate(3600, 3600, 3600))
        if isinstance(leg, Leg)
        else leg._replace(time=Estimate(60, 60, 60))
        for leg in build_journey().items
    )
    progress = run_progress(
        build_journey()._replace(items=legs), None, boundaries=(0, 8), clues=[Seen(4, 10 * HOUR, 0.0)]
    )
    assert abs((time_by(progress, 8, 0.5) or 0) - (12 * HOUR + 2 * MIN)) <= 1
    assert abs((time_by(progress, 0, 0.5) or 0) - (8 * HOUR - 2 * MIN)) <= 1
