"""The rules of movement, each on the smallest network that shows it."""

from __future__ import annotations

import pytest

from routes.errors import InfeasibleError, PlaceError, UsageError
from routes.ids import StationCode
from routes.network.graph import Network, Path
from routes.network.paths import find_path
from routes.network.search import Costs
from tests.network.grid import build_network, draw, plain_costs

WEDGE = """
a b 10
b c 5
b d 10
"""
BREAK = """
a b 10 1435
b c 10 1520
at b RU change
"""


def go(network: Network, route: str, costs: Costs | None = None, turns: str = "regular", avoid: str = "") -> Path:
    origin, *via, destination = (StationCode(code) for code in route.split())
    train = costs or plain_costs()
    return find_path(network, origin, destination, costs=train, via=via, avoid=frozenset(avoid.split()), turns=turns)


def test_movement_without_a_turn_is_free() -> None:
    assert draw(go(build_network(WEDGE), "a d")) == "a b d"


def test_listed_turn_is_made_in_both_directions_and_costs_time() -> None:
    network = build_network(WEDGE + "turn b a d 30")
    assert draw(go(network, "a d")) == "a *b d"
    assert draw(go(network, "d a")) == "d *b a"


def test_possible_turn_is_made_only_when_allowed() -> None:
    network = build_network(WEDGE + "turn b a d 30 possible\nturn c b b 10")
    assert draw(go(network, "a d")) == "a b *c b d"
    assert draw(go(network, "a d", turns="possible")) == "a b *c b d"  # 10 km and 10 min beat 30 min
    cheap = build_network(WEDGE + "turn b a d 5 possible\nturn c b b 10")
    assert draw(go(cheap, "a d", turns="possible")) == "a *b d"


def test_train_does_not_run_back_without_a_turn() -> None:
    with pytest.raises(InfeasibleError) as refusal:
        go(build_network(WEDGE), "a c d")
    assert "reverse at C and run back to B, which turns.csv does not list" in refusal.value.message
    assert '"c,b,b"' in refusal.value.hint
    assert "leave out via C" in refusal.value.hint


def test_second_line_to_the_same_neighbour_is_no_way_round_a_reversal() -> None:
    network = build_network("a b 10\nb c 5\nb c 6 1435 other")
    with pytest.raises(InfeasibleError, match="reverse at C"):
        go(network, "a c b")


def test_possible_turn_that_alone_would_help_is_named() -> None:
    network = build_network(WEDGE + "turn b a d 30 possible")
    with pytest.raises(InfeasibleError) as refusal:
        go(network, "a d")
    assert "reversal at B between A and D" in refusal.value.message
    assert "allow possible turns" in refusal.value.hint


def test_via_stations_are_passed_in_order() -> None:
    ring = build_network("a b 1\nb c 1\nc d 1\nd a 1\na c 5")
    assert draw(go(ring, "a d b c")) == "a b c d a b c"
    assert draw(go(ring, "a a c c")) in ("a b c", "a d c")


def test_path_may_pass_its_destination_on_the_way_to_a_via_station() -> None:
    ring = build_network("a b 1\nb c 1\nc d 1\nd b 1")
    assert draw(go(ring, "a d b")) in ("a b d c b", "a b c d b")


def test_origin_as_destination_needs_no_step() -> None:
    network = build_network(WEDGE)
    assert draw(go(network, "a a")) == "stays"
    assert go(network, "a a").length_m == go(network, "a a a").length_m == 0


def test_round_trip_by_a_via_station_comes_back() -> None:
    assert draw(go(build_network("a b 1\nb c 1\nc a 2"), "a c a")) in ("a b c a", "a c b a")


def test_gauge_changes_where_the_station_does() -> None:
    path = go(build_network(BREAK), "a c", plain_costs(1435, 1520))
    assert draw(path) == "a b |1520 c"


def test_train_chooses_the_gauge_to_start_on() -> None:
    network = build_network("a b 10 1435/1520\nb c 10 1520\nat b RU change")
    assert draw(go(network, "a c", plain_costs(1435, 1520))) == "a b c"
    assert [step.gauge_mm for step in go(network, "a c", plain_costs(1435, 1520)).steps] == [1520, 1520]


def test_train_without_the_gauge_is_told_where_it_stops() -> None:
    with pytest.raises(InfeasibleError, match="the 1435 mm train cannot leave B for C; the track to C is 1520 mm"):
        go(build_network(BREAK), "a c")


def test_train_that_cannot_change_there_is_told_where() -> None:
    with pytest.raises(InfeasibleError, match="runs on 1435 mm to B and cannot change there; the track to C is 1520"):
        go(build_network(BREAK), "a c", plain_costs(1435, 1520, gauge_s=None))
    plain = build_network(BREAK.replace("at b RU change", "at b RU"))
    with pytest.raises(InfeasibleError, match="cannot change there"):
        go(plain, "a c", plain_costs(1435, 1520))


def test_slow_gauge_change_sends_the_train_round() -> None:
    network = build_network(BREAK + "a d 30 1435\nd c 30 1435")
    assert draw(go(network, "a c", plain_costs(1435, 1520, gauge_s=1800))) == "a b |1520 c"
    assert draw(go(network, "a c", plain_costs(1435, 1520, gauge_s=7200))) == "a d c"


def test_border_work_is_counted_at_both_stations() -> None:
    network = build_network("a b 10\nb c 10\na d 15\nd c 15\nat b RU")
    assert draw(go(network, "a c")) == "a b c"
    assert draw(go(network, "a c", plain_costs(border_s=151))) == "a d c"  # 4 times 151 s is more than 10 km
    assert draw(go(network, "a c", plain_costs(border_s=149))) == "a b c"


def test_planned_stops_count_where_the_train_passes_through() -> None:
    network = build_network("a b 10\nb c 10\nc d 10\na d 35")
    assert draw(go(network, "a d", plain_costs(stop_s=149))) == "a b c d"
    assert draw(go(network, "a d", plain_costs(stop_s=151))) == "a d"


def test_avoided_country_is_not_entered() -> None:
    network = build_network("a b 10\nb c 10\na d 50\nd c 50\nat b CN")
    assert draw(go(network, "a c", avoid="CN")) == "a d c"


def test_avoided_country_that_closes_every_path_is_named() -> None:
    with pytest.raises(InfeasibleError, match="every path goes through China, which is to be avoided"):
        go(build_network("a b 10\nb c 10\nat b CN"), "a c", avoid="CN MN")


@pytest.mark.parametrize("route", ["a b", "b a", "a b c"])
def test_avoiding_the_country_of_a_named_station_is_refused(route: str) -> None:
    with pytest.raises(InfeasibleError, match="B lies in China, which is to be avoided"):
        go(build_network("a b 10\nb c 10\nat b CN"), route, avoid="CN")


def test_two_conditions_that_only_together_stand_in_the_way_are_listed() -> None:
    with pytest.raises(InfeasibleError, match="several conditions stand in the way together"):
        go(build_network(BREAK + "at b CN change"), "a c", avoid="CN")


def test_tracks_apart_name_the_nearest_station_that_can_be_reached() -> None:
    with pytest.raises(InfeasibleError, match=r"no track in segments\.csv joins A and D") as refusal:
        go(build_network("a b 10\nc d 10"), "a d")
    assert "nearest station with track is B, 0 km away" in refusal.value.hint


def test_station_without_track_is_named() -> None:
    network = build_network("a b 10\nat x KR")
    for route in ("a x", "x a", "a x b"):
        with pytest.raises(InfeasibleError, match=r"no track in segments\.csv reaches X"):
            go(network, route)


def test_unknown_station_and_unknown_word_are_refused() -> None:
    with pytest.raises(PlaceError, match='no station "z"'):
        go(build_network(WEDGE), "a z")
    with pytest.raises(UsageError, match="neither regular nor possible"):
        go(build_network(WEDGE), "a d", turns="any")


def test_equal_paths_fall_alike_whatever_the_order_of_the_file() -> None:
    lines = ["a b 10", "b d 10", "a c 10", "c d 10", "a e 5", "e d 15"]
    drawn = {draw(go(build_network("\n".join(lines[n:] + lines[:n])), "a d")) for n in range(len(lines))}
    assert drawn == {"a b d"}


def test_of_equally_fast_paths_the_shorter_wins() -> None:
    network = build_network("a b 10\nb c 10\na d 8\nd c 8")
    slow = plain_costs()
    even = Costs(slow.gauges_mm, lambda _: 600, slow.turn_s, slow.border_s, slow.gauge_s, slow.stop_s)
    assert draw(go(network, "a c", even)) == "a d c"
