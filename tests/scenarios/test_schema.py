"""Checks of single keys, and a scenario with what is given in place of its own."""

from __future__ import annotations

import pytest

from routes.scenarios.schema import ASSUMPTION, SCENARIO, TRAIN, Scenario, override

QUESTION = Scenario("s", "S", "distance", "A", "B", "special", as_of="2023-09-11", via=("C",), settings=("speed=30",))


def test_given_values_stand_in_place_of_the_scenarios_own() -> None:
    changed = override(
        QUESTION, {"as_of": "2024-01-01", "via": ["D"], "avoid": ["CN"], "train": "russian", "turns": "possible"}
    )
    assert (changed.as_of, changed.via, changed.avoid) == ("2024-01-01", ("D",), ("CN",))
    assert (changed.train, changed.turns) == ("russian", "possible")


def test_nothing_given_leaves_the_scenario_as_it_is() -> None:
    assert override(QUESTION, {}) == QUESTION
    assert override(QUESTION, {"as_of": "", "via": (), "settings": [], "confidence": 0.0}) == QUESTION


def test_given_settings_come_after_the_scenarios_own_and_so_win() -> None:
    assert override(QUESTION, {"settings": ["speed=40"]}).settings == ("speed=30", "speed=40")


@pytest.mark.parametrize("value", [True, -1, float("nan"), float("inf"), 1e6, "30"])
def test_number_is_finite_and_not_negative(value: object) -> None:
    assert ASSUMPTION["value"].check(value)
    assert not ASSUMPTION["value"].check(0)


@pytest.mark.parametrize(
    ("key", "bad"),
    [("title", " "), ("via", [""]), ("via", "Ussuriysk"), ("turns", "any"), ("source", [5]), ("as_of", 2023)],
)
def test_fault_of_a_value_is_said_in_words(key: str, bad: object) -> None:
    assert SCENARIO[key].check(bad).startswith("must be")


@pytest.mark.parametrize("gauges", [[], [15], ["1435"], 1435])
def test_gauges_are_a_list_of_millimetres(gauges: object) -> None:
    assert TRAIN["gauges_mm"].check(gauges)
    assert not TRAIN["gauges_mm"].check([1435, 1520])
