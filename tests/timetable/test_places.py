"""Which stops are one place, against every pair of them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from routes.geo import Coordinate
from routes.timetable.places import NEAR_M, SAME_M, apart_m, base_name, group_stops
from routes.timetable.stops import Stop

NAMES = ("Mitte", "Mitte (tief)", "Mitte Nord", "Ost", "Ost, platform 2", "Mitte Nord Gleis 3", "")
METRES = st.integers(-600, 600)


def build_stop(name: str, place: tuple[int, int], *, lat: float = 52.5, lon: float = 13.4, parent: int = -1) -> Stop:
    """Return a stop so many metres north and east of a point."""
    point = Coordinate(lat + place[0] / 111_195, lon + place[1] / 111_195 / 0.6)
    return Stop("", name, point, 0, parent, "UTC", "")


def is_one(one: Stop, other: Stop) -> bool:
    """Return whether two stops without parent are one place by themselves."""
    a, b = base_name(one.name), base_name(other.name)
    if not (a and b) or one.coordinate is None or other.coordinate is None:
        return False
    away = apart_m(one.coordinate, other.coordinate)
    return (a == b and away <= NEAR_M) or ((a.startswith(b) or b.startswith(a)) and away <= SAME_M)


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.tuples(METRES, METRES) | st.tuples(*[st.integers(-40, 40)] * 2))),
    st.sampled_from([(52.5, 13.4), (0.0, 0.0), (-33.0, 151.2), (69.6, 18.9)]),
)
@example([("Mitte", (0, 0)), ("Mitte Nord", (20, 20))], (52.50025, 13.40025))
def test_places_are_what_pairs_of_stops_join(
    drawn: list[tuple[str, tuple[int, int]]], middle: tuple[float, float]
) -> None:
    stops = [build_stop(name, place, lat=middle[0], lon=middle[1]) for name, place in drawn]
    group = list(range(len(stops)))
    for a, b in combinations(range(len(stops)), 2):
        if is_one(stops[a], stops[b]):
            group = [group[a] if n == group[b] else n for n in group]
    found = group_stops(stops)
    assert [[a == b for b in found] for a in found] == [[a == b for b in group] for a in group]
    for n, head in enumerate(found):
        members = [m for m in range(len(stops)) if found[m] == head]
        assert head == min(members, key=lambda m: (len(stops[m].name), m)), f"stop {n} is called after the shortest"


def test_platforms_belong_to_their_station_wherever_they_lie() -> None:
    station, near, far = (build_stop(name, place) for name, place in (("A", (0, 0)), ("B", (1, 1)), ("C", (90_000, 0))))
    assert group_stops([station, near._replace(parent=0), far._replace(parent=1)]) == [0, 0, 0]


def test_stop_without_a_position_stands_alone() -> None:
    nowhere = build_stop("Mitte", (0, 0))._replace(coordinate=None)
    assert group_stops([build_stop("Mitte", (0, 0)), nowhere]) == [0, 1]
