"""The parts of a journey's variance, against draws, and the sharing of a width."""

from __future__ import annotations

import numpy as np
import pytest

from routes.itinerary import Itinerary, Leg, Work
from routes.timing.drivers import share_out, split_variance
from tests.build import build_journey
from tests.timing.journeys import draw_pace, draw_pert

JOURNEY = """
a Asia/Pyongyang KP
run 18h/22h/30h
b Asia/Pyongyang KP
gauge 1h/2h/4h
hold 0m/5h/20h
run 4h/5h/7h
c Asia/Vladivostok RU
border 40m/60m/2h
run 5h/6h/8h
d Asia/Vladivostok RU
"""


def build(text: str = JOURNEY) -> Itinerary:
    """Return a journey each of whose legs has an assumption of its own."""
    itinerary, _ = build_journey(text)
    items = [i._replace(keys=(f"speed.{i.start}",)) if isinstance(i, Leg) else i for i in itinerary.items]
    return itinerary._replace(items=tuple(items))


def test_parts_are_the_variances_of_independent_draws() -> None:
    itinerary, rng = build(), np.random.default_rng(20230911)
    runs = [draw_pert(leg.time, rng) for leg in itinerary.legs]
    works = [draw_pert(item.time, rng) for item in itinerary.items if isinstance(item, Work)]
    pace, total = draw_pace(itinerary.pace, rng), sum(runs)
    drawn = [np.mean(pace**2) * np.var(run) for run in runs]
    drawn += [np.var(pace) * np.mean(total) ** 2, *(np.var(work) for work in works)]
    parts = split_variance(itinerary.items, itinerary.pace)
    assert [part.variance for part in parts] == pytest.approx(drawn, rel=0.02)
    assert sum(part.variance for part in parts) == pytest.approx(np.var(pace * total + sum(works)), rel=0.01)


def test_one_uncertain_work_has_all() -> None:
    itinerary = build(JOURNEY.replace("18h/22h/30h", "22h").replace("4h/5h/7h", "5h").replace("5h/6h/8h", "6h"))
    items = [i for i in itinerary.items if not isinstance(i, Work) or i.kind == "hold"]
    (part,) = split_variance(items, itinerary.pace)
    assert [item.time.high_s for item in part.items] == [72_000]


def test_what_is_certain_has_no_part() -> None:
    itinerary = build("a Asia/Pyongyang KP\nrun 22h\nb Asia/Pyongyang KP\nstop 5m\nrun 1h\nc Asia/Pyongyang KP")
    assert split_variance(itinerary.items, itinerary.pace) == []


def test_legs_of_one_assumption_vary_together() -> None:
    itinerary = build("a Asia/Pyongyang KP\nrun 1h/2h/4h\nb Asia/Pyongyang KP\nrun 1h/2h/4h\nc Asia/Pyongyang KP")
    (apart, _, _), (both, _) = (
        split_variance(items, 0.18)
        for items in (itinerary.items, [leg._replace(keys=("speed.KP",)) for leg in itinerary.legs])
    )
    assert both.variance == pytest.approx(4 * apart.variance, rel=0.02)


@pytest.mark.parametrize("width_s", [0, 1, 7, 86_040])
def test_shares_sum_to_the_width(width_s: int) -> None:
    shares = share_out(width_s, [1.0, 1.0, 1.0, 0.001, 5.5])
    assert sum(shares) == width_s
    assert all(share >= 0 for share in shares)


def test_nothing_to_share_is_an_empty_list() -> None:
    assert share_out(60, []) == []
