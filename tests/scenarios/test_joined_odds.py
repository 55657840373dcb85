"""The chance of a joined journey against 400,000 draws of it, and its laws."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.itinerary import Itinerary
from routes.scenarios.joined.flow import aim_at, head_for_soonest, look_ahead
from routes.scenarios.joined.odds import Relay, Ride, Run, Stage, chance_at, latest_s, look_back
from routes.scenarios.joined.relay import list_pieces
from routes.timetable.network import Network
from routes.timing.lateness import PUNCTUAL, Lateness
from tests.timetable.grid import build_grid, list_access, seconds
from tests.timing.journeys import DRAWS, HOUR, MIN
from tests.timing.reference import draw_course, journey, leg, work

GRID = """
zone UTC
days 20190501 20190506
stop a 50,8
stop b 51,9
stop c 52,10
trip t1 a 08:00 b 09:00
trip t2 a 11:30 b 12:40
trip t3 a 16:00 b 17:00
trip t4 a 21:00 b 22:15
trip u1 b 09:20 c 12:00
trip u2 b 13:00 c 15:40
trip u3 b 18:00 c 20:30
trip u4 b 23:00 c 25:40
"""
TIMES = {
    "ab": [(8 * 60, 9 * 60), (11 * 60 + 30, 12 * 60 + 40), (16 * 60, 17 * 60), (21 * 60, 22 * 60 + 15)],
    "bc": [(9 * 60 + 20, 12 * 60), (13 * 60, 15 * 60 + 40), (18 * 60, 20 * 60 + 30), (23 * 60, 25 * 60 + 40)],
}
LATE = Lateness((0.0, 300.0, 1800.0, 5400.0), (0.5, 0.7, 0.92, 1.0))
CHANGE_S, FIRST = 300, seconds("2019-05-01 00:00")
CLOSE = 0.005 + 3 * sqrt(0.25 / DRAWS)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return Network(build_grid(tmp_path_factory.mktemp("joined"), GRID), change_s=CHANGE_S)


def modelled(*keys: str, pace: float = 0.18) -> Itinerary:
    """Return a modelled leg on some assumptions, each of some three hours, with a stop."""
    items: list[Any] = [leg(2 * HOUR, 3 * HOUR, 5 * HOUR, key, km=150) for key in keys]
    return journey(*items, work(5 * MIN, 15 * MIN, 60 * MIN), pace=pace)


def build(network: Network, own: list[Itinerary], law: Lateness) -> Relay:
    """Return a relay of a modelled leg, one by timetable, and, where there are two, another modelled one."""
    table = network.table
    ride = Ride(network, list_access(table, "a"), list_access(table, "c"), law)
    pieces, weights = list_pieces(own, own[0].pace, [()] * len(own))
    first, *others = (Run(whole) for (whole,) in pieces)
    stages: list[Stage] = [first, ride, *others]
    return Relay(tuple(stages), (0, 600, 900)[: len(stages)], weights)


def ride_on(now: Any, pairs: list[tuple[int, int]], late: Any) -> Any:
    """Return when each of many is there, who takes the next vehicle of a line, which comes late."""
    departs = np.array([FIRST + day * 86_400 + a * 60 for day in range(6) for a, _ in pairs])
    arrives = np.array([FIRST + day * 86_400 + b * 60 for day in range(6) for _, b in pairs])
    place = np.searchsorted(departs, now)
    return np.where(place < len(departs), arrives[np.minimum(place, len(departs) - 1)] + late, 1e12)


def draw_arrivals(own: list[Itinerary], law: Lateness, leaves_s: int, *, seed: int) -> Any:
    """Return drawn instants of being there: the modelled legs share their pace and their assumptions."""
    rng = np.random.default_rng(seed)
    items = tuple(item for itinerary in own for item in itinerary.items)
    whole = own[0]._replace(items=items)
    drawn = draw_course(whole, 0, {}, seed=seed)
    first, last = drawn[len(own[0].items)], drawn[-1]
    now = leaves_s + first + 600
    for n, pairs in enumerate((TIMES["ab"], TIMES["bc"])):
        late = (
            np.interp(rng.random(DRAWS), (0.0, *law.shares), (law.seconds[0], *law.seconds))
            if len(law.shares) > 1
            else 0
        )
        now = ride_on(now + CHANGE_S * n, pairs, late)
    return now + (900 + last - first if len(own) > 1 else 0)


@pytest.mark.parametrize(
    "keys", [(("x",),), (("x",), ("x",)), (("x", "y"), ("y",)), (("x",), ("y",)), (("x", "y"), ("x", "y"))]
)
def test_chances_are_those_of_the_draws(network: Network, keys: tuple[tuple[str, ...], ...]) -> None:
    own = [modelled(*some) for some in keys]
    deadline_s = seconds("2019-05-04 12:00")
    relay = build(network, own, LATE)
    view = look_back(relay, deadline_s)[0]
    for level in (0.9, 0.5, 0.1):
        leaves_s = latest_s(relay, view, level)
        assert leaves_s is not None
        drawn = float((draw_arrivals(own, LATE, leaves_s, seed=7) <= deadline_s).mean())
        assert chance_at(relay, view, leaves_s) == pytest.approx(drawn, abs=CLOSE)
        assert chance_at(relay, view, leaves_s) >= level - 1e-9
        assert chance_at(relay, view, leaves_s + 60) < level


def test_chance_is_no_product_of_margins(network: Network) -> None:
    """Where two modelled legs share their pace, both are slow together: independent ones would be told otherwise."""
    deadline_s = seconds("2019-05-03 23:30")
    shared, apart = (build(network, [modelled("x"), modelled(key)], PUNCTUAL) for key in ("x", "y"))
    found = [latest_s(c, look_back(c, deadline_s)[0], 0.9) for c in (shared, apart)]
    assert found[0] != found[1]


DAILY = tuple((FIRST + day * 86_400 + 6 * HOUR, FIRST + day * 86_400 + 9 * HOUR) for day in range(-1, 7))
"""Open hours of a place on the way, from six to nine."""


def build_gated(network: Network, itinerary: Itinerary, at: int, law: Lateness) -> Relay:
    """Return a relay of a modelled leg that waits for the hours at a boundary, and one by timetable."""
    (pieces,), weights = list_pieces([itinerary], itinerary.pace, [[at]])
    rest = ((DAILY, pieces[1]),) if len(pieces) > 1 else ()
    run = Run(pieces[0], () if at else DAILY, rest)
    ride = Ride(network, list_access(network.table, "a"), list_access(network.table, "c"), law)
    return Relay((run, ride), (0, 600), weights)


@pytest.mark.parametrize(("keys", "at"), [(("x", "y"), 1), (("x", "x"), 1), (("x",), 0)])
def test_windows_are_waited_for_as_the_draws_wait(network: Network, keys: tuple[str, ...], at: int) -> None:
    itinerary = modelled(*keys)
    relay, deadline_s = build_gated(network, itinerary, at, LATE), seconds("2019-05-05 23:30")
    view = look_back(relay, deadline_s)[0]
    for level in (0.9, 0.5, 0.1):
        leaves_s = latest_s(relay, view, level)
        assert leaves_s is not None
        drawn = draw_course(itinerary, leaves_s, {at: DAILY}, seed=11)[-1] + 600
        rng = np.random.default_rng(5)
        for n, pairs in enumerate((TIMES["ab"], TIMES["bc"])):
            late = np.interp(rng.random(DRAWS), (0.0, *LATE.shares), (LATE.seconds[0], *LATE.seconds))
            drawn = ride_on(drawn + CHANGE_S * n, pairs, late)
        assert chance_at(relay, view, leaves_s) == pytest.approx(float((drawn <= deadline_s).mean()), abs=CLOSE)
        flow = look_ahead(relay, look_back(relay, deadline_s), leaves_s)[-1]
        assert flow.chance_by(relay, deadline_s) == pytest.approx(chance_at(relay, view, leaves_s), abs=0.005)


@given(deadline=st.integers(50 * 60, 130 * 60), at=st.sampled_from([0, 1]))
def test_windows_are_exact_without_spread(network: Network, deadline: int, at: int) -> None:
    """Leaving at the latest departure is in time, a second later is not."""
    itinerary = journey(leg(7201, 7201, 7201, "x"), work(61, 61, 61), pace=0.0)
    relay, deadline_s = build_gated(network, itinerary, at, PUNCTUAL), FIRST + deadline * 60
    leaves_s = latest_s(relay, look_back(relay, deadline_s)[0], 0.5)
    assert leaves_s is not None
    arrives_s = [arrives(relay, deadline_s, leaves_s + later, 0.5) for later in (0, 1)]
    assert arrives_s[0] is not None and arrives_s[0] <= deadline_s
    assert arrives_s[1] is None or arrives_s[1] > deadline_s


@given(
    deadline=st.integers(30, 120),
    first=st.sampled_from([("x",), ("x", "y")]),
    levels=st.tuples(*[st.floats(0.05, 0.99)] * 2),
)
def test_more_confidence_never_leaves_later(
    network: Network, deadline: int, first: tuple[str, ...], levels: tuple[float, float]
) -> None:
    relay = build(network, [modelled(*first)], LATE)
    view = look_back(relay, FIRST + deadline * 3600)[0]
    found = [latest_s(relay, view, level) for level in sorted(levels)]
    assert found[1] is None or (found[0] is not None and found[0] >= found[1])


def arrives(relay: Relay, deadline_s: int, leaves_s: int, level: float) -> int | None:
    """Return when one is there with a chance who wants to be in time."""
    return aim_at(relay, deadline_s, lambda _: leaves_s).flows[-1].find_s(relay, level)


@given(deadline=st.integers(34 * 60, 110 * 60), level=st.sampled_from([0.9, 0.5, 0.1]), is_late=st.booleans())
def test_leaving_at_the_latest_departure_arrives_in_time(
    network: Network, deadline: int, level: float, is_late: bool
) -> None:
    """And a step later does not: earliest arrivals and latest departures answer each other."""
    certain = journey(leg(7200, 7200, 7200, "x"), pace=0.0)
    own = [modelled("x")] if is_late else [certain]
    relay = build(network, own, LATE if is_late else PUNCTUAL)
    deadline_s = FIRST + deadline * 60
    leaves_s = latest_s(relay, look_back(relay, deadline_s)[0], level)
    if leaves_s is None:
        return
    arrives_s = arrives(relay, deadline_s, leaves_s, level)
    assert arrives_s is not None
    assert arrives_s <= deadline_s
    later_s = arrives(relay, deadline_s, leaves_s + (60 if is_late else 1), level)
    assert later_s is None or later_s > deadline_s


@given(deadline=st.integers(34 * 60, 110 * 60), before=st.integers(0, 2000), keys=st.sampled_from(["x", "xx", "xy"]))
def test_forward_and_backward_have_one_chance(network: Network, deadline: int, before: int, keys: str) -> None:
    """Who goes on as the views say is in time with the chance that they say, whenever he leaves."""
    relay, deadline_s = build(network, [modelled(key) for key in keys], LATE), FIRST + deadline * 60
    views = look_back(relay, deadline_s)
    leaves_s = deadline_s - before * 60
    flow = look_ahead(relay, views, leaves_s)[-1]
    assert flow.chance_by(relay, deadline_s) == pytest.approx(chance_at(relay, views[0], leaves_s), abs=0.004)


@pytest.mark.parametrize("keys", [("x",), ("x", "x"), ("x", "y")])
def test_times_of_arrival_are_those_of_the_draws(network: Network, keys: tuple[str, ...]) -> None:
    own = [modelled(key) for key in keys]
    relay, leaves_s = build(network, own, LATE), FIRST + 30 * 3600
    flow = head_for_soonest(relay, leaves_s).flows[-1]
    drawn = draw_arrivals(own, LATE, leaves_s, seed=3)
    for level in (0.1, 0.5, 0.9):
        at_s = flow.find_s(relay, level)
        assert at_s is not None
        assert flow.chance_by(relay, at_s) == pytest.approx(float((drawn <= at_s).mean()), abs=CLOSE)


@given(leaves=st.integers(0, 70 * 60), is_late=st.booleans())
def test_expected_arrival_is_the_first_with_even_odds(network: Network, leaves: int, is_late: bool) -> None:
    """A latest departure for the expected arrival is no earlier, and one for a step before it is."""
    own = [modelled("x")] if is_late else [journey(leg(7200, 7200, 7200, "x"), pace=0.0)]
    relay, leaves_s = build(network, own, LATE if is_late else PUNCTUAL), FIRST + leaves * 60
    even_s = head_for_soonest(relay, leaves_s).flows[-1].find_s(relay, 0.5)
    assert even_s is not None
    for deadline_s, is_enough in ((even_s, True), (even_s - (60 if is_late else 1), False)):
        last_s = latest_s(relay, look_back(relay, deadline_s)[0], 0.5)
        assert (last_s is not None and last_s >= leaves_s) is is_enough


def test_without_spread_it_is_exact_to_the_second(network: Network) -> None:
    relay = build(network, [journey(leg(7201, 7201, 7201, "x"), pace=0.0)], PUNCTUAL)
    view = look_back(relay, seconds("2019-05-02 20:30"))[0]
    # t3 leaves at 16:00; ten minutes to change and 2 h 00 min 01 s before that.
    expected = seconds("2019-05-02 16:00") - 600 - 7201
    assert [latest_s(relay, view, level) for level in (0.99, 0.5, 0.01)] == [expected] * 3


def test_who_leaves_early_is_not_expected_by_the_last_ride(network: Network) -> None:
    """Where rides of many days are in time, the first is taken, and times are as without a deadline."""
    relay, leaves_s = build(network, [modelled("x")], LATE), seconds("2019-05-02 04:00")
    deadline_s = seconds("2019-05-05 23:30")
    ahead = aim_at(relay, deadline_s, lambda _: leaves_s)
    soonest = head_for_soonest(relay, leaves_s).flows[-1]
    assert ahead.flows[-1].chance_by(relay, deadline_s) > 1 - 1e-6
    for level in (0.1, 0.5, 0.9):
        assert ahead.flows[-1].find_s(relay, level) == soonest.find_s(relay, level)
