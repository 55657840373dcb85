"""What is folded comes back, as a page's script unfolds it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from routes.maps.fold import fold
from tests.maps.reading import unfold

NUMBERS = st.lists(st.integers(-20_000_000, 60_000_000), min_size=5, max_size=20)
TEXT = st.sampled_from(["", "a", "b\u2028", "Хасан", "00:00", "Mon 23:59 / Tue 24:00 UTC", "24:60", "112:345"])
TEXTS = st.lists(TEXT, min_size=5, max_size=20)
POINTS = st.lists(st.tuples(st.integers(-180_000, 180_000), st.integers(-800_000, 800_000)), min_size=1, max_size=9)
ROWS = st.integers(0, 5).flatmap(lambda wide: st.lists(st.lists(TEXT, min_size=wide, max_size=wide), max_size=6))
VALUES = st.recursive(
    st.one_of(NUMBERS, TEXTS, ROWS, st.none(), st.booleans(), st.integers(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["at", "lines", "points"]), inner)
    ),
)


@given(VALUES)
def test_values_come_back(value: Any) -> None:
    assert unfold(json.loads(json.dumps(fold(value)))) == value


@given(POINTS)
def test_points_come_back_to_a_part_of_a_degree(points: list[tuple[int, int]]) -> None:
    degrees = [(lat / 2000, lon / 2000) for lat, lon in points]
    assert unfold(fold({"points": degrees})) == {"points": [list(point) for point in degrees]}
    assert unfold(fold([(lat + 1e-5, lon - 1e-5) for lat, lon in degrees])) == [list(point) for point in degrees]


def test_long_lists_are_short_texts() -> None:
    assert fold(list(range(0, 900, 3))) == {"steps": "#" + ")" * 299}
    assert fold(["x"] * 50) == {"texts": [("x",)], "which": "#" * 50, "times": ""}
    at = [f"at {minutes // 60:02}:{minutes % 60:02}" for minutes in range(0, 720, 15)]
    assert fold(at) == {"texts": [("at ", "")], "which": "#" * 48, "times": "#" + "A" * 47}
    assert fold([["x", "y"]] * 25) == {
        "texts": [("x",), ("y",)],
        "which": "#" + "%$" * 24 + "%",
        "times": "",
        "wide": 2,
    }
    assert fold([1, 2]) == [1, 2]
