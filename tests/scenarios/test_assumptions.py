"""What was known of a train at an instant, and values set for one question."""

from __future__ import annotations

import pytest

from routes.errors import InfeasibleError, UsageError
from routes.estimate import Estimate
from routes.scenarios.assumptions import (
    Assumption,
    Train,
    apply_settings,
    find_assumption,
    get_speed,
    known_assumptions,
    slug,
)
from tests.build import at


def entry(key: str, likely: float, unit: str = "km/h", known: str = "2000-01-01T00:00Z") -> Assumption:
    return Assumption(key, likely - 10, likely, likely + 10, unit, "test", "", at(known), "test:1")


def held(*entries: Assumption) -> dict[str, Assumption]:
    return {e.key: e for e in entries}


def known(as_of: str, *entries: Assumption) -> dict[str, float]:
    train = Train("special", "the train", (1435,), entries, "test")
    return {key: e.likely for key, e in known_assumptions(train, at(as_of)).items()}


def test_entry_counts_from_the_very_instant_it_was_known() -> None:
    old, new = entry("speed.RU", 63), entry("speed.RU", 64, known="2019-04-24T08:01Z")
    assert known("2019-04-24T08:00:59Z", old, new) == {"speed.RU": 63}
    assert known("2019-04-24T08:01Z", old, new) == {"speed.RU": 64}


def test_order_in_the_file_does_not_count() -> None:
    entries = [entry("speed", 1 + n, known=f"20{n:02d}-01-01T00:00Z") for n in (10, 20, 15)]
    assert known("2026-01-01T00:00Z", *entries) == known("2026-01-01T00:00Z", *entries[::-1]) == {"speed": 21}


def test_nothing_is_known_before_the_first_entry() -> None:
    assert known("1999-12-31T23:59Z", entry("speed", 50)) == {}


def test_of_two_entries_of_one_instant_the_later_in_the_file_counts() -> None:
    assert known("2026-01-01T00:00Z", entry("speed", 50), entry("speed", 60)) == {"speed": 60}


def test_pace_on_a_line_goes_before_that_of_its_country_and_that_of_any_track() -> None:
    values = held(entry("speed", 50), entry("speed.RU", 60), entry("speed.RU.baranovsky-khasan", 40))
    where = {"country": "RU", "line": "Baranovsky-Khasan", "border": False}
    assert get_speed(values, **where).likely == 40  # type: ignore[arg-type]
    assert get_speed(values, country="RU", line="Trans-Siberian", border=False).likely == 60
    assert get_speed(values, country="CN", line="Jingguang", border=False).likely == 50


def test_pace_over_a_border_has_its_own_value_when_given() -> None:
    values = held(entry("speed.RU", 60))
    assert get_speed(values, country="RU", line="bridge", border=True).likely == 60
    assert get_speed(values | held(entry("speed.border", 20)), country="RU", line="x", border=True).likely == 20


def test_unknown_pace_is_refused_with_what_to_set() -> None:
    with pytest.raises(InfeasibleError, match="pace in KP") as fault:
        get_speed({}, country="KP", line="P'yongra", border=False)
    assert "--set speed.KP=40" in fault.value.hint


def test_first_key_that_has_a_value_is_found() -> None:
    assert find_assumption(held(entry("border", 30, "min")), "border.khasan", "border.RU", "border") is not None
    assert find_assumption({}, "border") is None


@pytest.mark.parametrize(
    ("line", "key"),
    [("Baranovsky-Khasan", "baranovsky-khasan"), ("P'yongra", "p-yongra"), ("Транссиб №1", "транссиб-1")],
)
def test_line_name_becomes_a_key(line: str, key: str) -> None:
    assert slug(line) == key


def test_run_and_time_are_in_seconds_with_the_slow_end_high() -> None:
    assert entry("speed", 50).run(60_000) == Estimate(3_600, 4_320, 5_400)
    assert entry("border", 60, "min").time == Estimate(3_000, 3_600, 4_200)
    assert Assumption("hold", 0, 0.5, 1.5, "h", "", "", None, "").time == Estimate(0, 1_800, 5_400)


def set_one(text: str, *entries: Assumption) -> tuple[float, float, float, str]:
    (changed,) = (v for v in apply_settings(held(*entries), [text], valid=["hold.KP"]).values() if v.origin == "--set")
    return changed.low, changed.likely, changed.high, changed.unit


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("speed.KP=30", (30, 30, 30, "km/h")),
        (" speed.KP = 20 / 30 / 40 ", (20, 30, 40, "km/h")),
        ("speed.KP=30 km/h", (30, 30, 30, "km/h")),
        ("speed.KP=20/30/40km/h", (20, 30, 40, "km/h")),
        ("border=45", (45, 45, 45, "min")),
        ("border=1h30", (90, 90, 90, "min")),
        ("border=30 min/1 h/2 h", (30, 60, 120, "min")),
        ("border=0", (0, 0, 0, "min")),
        ("hold.KP=2 days", (2_880, 2_880, 2_880, "min")),
    ],
)
def test_setting_takes_the_unit_of_what_it_replaces(text: str, values: tuple[float, float, float, str]) -> None:
    assert set_one(text, entry("speed.KP", 33), entry("border", 30, "min")) == values


def test_setting_remembers_what_it_replaced() -> None:
    changed = apply_settings(held(entry("speed.KP", 33)), ["speed.KP=20"], valid=[])["speed.KP"]
    assert (changed.note, changed.source) == ("in place of 23/33/43 km/h", "set for this question")


def test_settings_leave_the_given_values_alone() -> None:
    values = held(entry("speed.KP", 33))
    apply_settings(values, ["speed.KP=20"], valid=[])
    assert values["speed.KP"].likely == 33


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("speed.KP", "sets nothing", "--set KEY=VALUE"),
        ("sped.KP=30", 'no assumption is called "sped.KP"', "did you mean speed.KP"),
        ("=30", 'no assumption is called ""', "did you mean"),
        ("speed.KP=fast", '"fast" is not a speed', "--set speed.KP=30"),
        ("speed.KP=", '"" is not a speed', "--set speed.KP=30"),
        ("speed.KP=0", "out of range", "at least 1"),
        ("speed.KP=-30", "out of range", "at least 1"),
        ("speed.KP=nan", "out of range", "at least 1"),
        ("speed.KP=inf", "out of range", "at least 1"),
        ("speed.KP=30/40", '"30/40" is not a value', "low/likely/high"),
        ("speed.KP=40/30/20", "is not a value", "ascending"),
        ("speed.KP=30 mph", "is not a speed", "km/h"),
        ("border=-5", "out of range", "at least 0"),
        ("border=soon", "as a duration", "90 min"),
    ],
)
def test_setting_that_cannot_be_used_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as fault:
        apply_settings(held(entry("speed.KP", 33), entry("border", 30, "min")), [text], valid=[])
    assert message in fault.value.message
    assert hint in fault.value.hint
