"""Claims: their verdicts, what these rest on, how a departure and a deadline are read, and laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import InfeasibleError, TimeError, UsageError
from tests.build import write

AS_OF = "2023-09-12 09:00 Asia/Seoul"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)  # a Monday


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=NOW)


def weigh(data: Routes, left: str, arrive: str, *ends: str, **given: Any) -> dict[str, Any]:
    start, end = ends or ("Pyongyang", "Vladivostok")
    return data.feasible(start, end, left=left, arrive=arrive, **{"as_of": AS_OF, **given})


def claims(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {claim["mode"]: claim for claim in document["answer"]["claims"]}


def test_claim_faster_than_anything_documented_is_not_credible(data: Routes) -> None:
    document = weigh(data, "2023-09-11", "by Friday", "Pyongyang", "Moscow")
    rail, air = claims(document)["rail"], claims(document)["air"]
    assert (rail["verdict"], air["verdict"]) == ("not credible", "credible")
    assert rail["needed_kmh"] == pytest.approx(rail["length_m"] / rail["available_s"] * 3.6, abs=0.06)
    assert rail["needed_kmh"] > rail["fastest_kmh"]
    assert rail["late_by_s"] == rail["fastest_time_s"] - rail["available_s"] > 0
    assert "--via" in rail["note"]  # the way through China, which is faster
    assert air["late_by_s"] == 0 and air["basis"] == "geodesic"
    assert document["schema"]["name"] == "routes/feasible" and document["answer"]["verdict"] == "not credible"


@pytest.mark.parametrize(
    ("left", "arrive", "rail", "air"),
    [
        ("2023-09-10 06:00", "by Tuesday", "credible", "credible"),
        ("2023-09-11 12:00", "by Tuesday", "strained", "credible"),
        ("2023-09-12 05:00", "by Tuesday", "not credible", "credible"),
        ("2023-09-12 20:00", "by 2023-09-12 23:00", "impossible", "not credible"),
        ("2023-09-12 22:40", "by 2023-09-12 23:59", "impossible", "not credible"),
        ("2023-09-12 22:55", "by 2023-09-12 23:59", "impossible", "impossible"),
        ("2023-09-13 12:00", "by 2023-09-12", "impossible", "impossible"),
    ],
)
def test_verdict_falls_with_the_time_there_is(data: Routes, left: str, arrive: str, rail: str, air: str) -> None:
    found = claims(weigh(data, left, arrive))
    assert (found["rail"]["verdict"], found["air"]["verdict"]) == (rail, air)


def test_claim_of_no_time_is_impossible_and_needs_no_speed(data: Routes) -> None:
    found = claims(weigh(data, "2023-09-12 12:00", "2023-09-12 12:00 Asia/Pyongyang"))
    for claim in found.values():
        assert (claim["verdict"], claim["available_s"], claim["needed_kmh"], claim["on_time"]) == (
            "impossible",
            0,
            None,
            0,
        )


def test_chance_too_small_to_print_is_not_none(data: Routes) -> None:
    chances = [
        claims(weigh(data, f"2023-09-1{day} {hour:02}:00", "by Tuesday"))["rail"]["on_time"]
        for day in (0, 1)
        for hour in range(0, 24, 3)
    ]
    assert all(a >= b for a, b in pairwise(chances))
    assert all(0 < chance < 1 for chance in chances if chance not in (0.0, 1.0))
    assert any(0 < chance < 0.01 for chance in chances)


def test_mode_without_a_way_is_a_row_with_its_reason(data: Routes) -> None:
    sea = claims(weigh(data, "2023-09-11", "by Friday", "Pyongyang", "Moscow"))["sea"]
    assert sea["verdict"] == "no way" and "no port of RU" in sea["note"] and sea["length_m"] is None


def test_first_mode_with_a_way_stands_for_the_journey(data: Routes) -> None:
    document = weigh(data, "2023-09-11", "by Friday", "Pyongyang", "Hanoi")
    assert document["question"]["mode"] == "air" and document["itinerary"]["legs"]
    assert claims(document)["rail"]["verdict"] == "no way"


def test_no_mode_with_a_way_is_refused(data: Routes) -> None:
    with pytest.raises(InfeasibleError, match=r"by rail: .*; by air: .*; by sea: "):
        data.feasible("Hamhung", "Hanoi", left="2023-09-11", arrive="by Friday", avoid=["VN"])


def test_day_is_read_from_its_first_instant_and_shows_its_last(data: Routes) -> None:
    document = weigh(data, "2023-09-11", "by Tuesday")
    rail = claims(document)["rail"]
    first, last = (
        claims(weigh(data, at, "by Tuesday"))["rail"]["on_time"] for at in ("2023-09-11 00:00", "2023-09-12 00:00")
    )
    assert (rail["on_time"], rail["on_time_last"]) == (first, last)
    assert document["answer"]["left"]["last"]["local"] == "2023-09-12T00:00:00+09:00"
    assert claims(weigh(data, "2023-09-11 10:00", "by Tuesday"))["rail"]["on_time_last"] is None


def test_day_that_is_not_over_ends_at_the_as_of_instant(data: Routes) -> None:
    left = weigh(data, "2023-09-12", "by Friday")["answer"]["left"]
    assert (left["first"]["local"], left["last"]["local"]) == ("2023-09-12T00:00:00+09:00", "2023-09-12T09:00:00+09:00")


@pytest.mark.parametrize(
    ("left", "as_of", "first"),
    [
        ("Monday", "2023-09-12", "2023-09-11T00:00:00+09:00"),
        ("Monday", "2023-09-10", "2023-09-11T00:00:00+09:00"),
        ("15:00", "2023-09-12 17:00 KST", "2023-09-12T15:00:00+09:00"),
        ("Monday evening", "2023-09-12", "2023-09-11T18:00:00+09:00"),
        ("", "2023-09-12 17:00 KST", "2023-09-12T17:00:00+09:00"),
    ],
)
def test_departure_is_the_nearer_of_past_and_coming(data: Routes, left: str, as_of: str, first: str) -> None:
    assert weigh(data, left, "by Friday", as_of=as_of)["answer"]["left"]["first"]["local"] == first


def test_weekday_counts_from_leaving_where_no_as_of_is_given(data: Routes) -> None:
    document = data.feasible("Pyongyang", "Moscow", left="2023-09-11", arrive="by Friday")
    assert document["answer"]["arrive_by"]["local"].startswith("2023-09-16T00:00")
    assert any("the first after leaving" in note for note in document["notes"])
    today = data.feasible("Pyongyang", "Moscow", left="2023-09-11", arrive="by tomorrow")
    assert today["answer"]["arrive_by"]["local"].startswith("2026-11-25")


@pytest.mark.parametrize(
    ("ends", "left", "arrive", "deadline"),
    [
        (("Pyongyang", "Vladivostok"), "2023-09-10 17:00", "by Monday evening", "2023-09-12T00:00:00+10:00"),
        (("Khasan", "Vladivostok"), "08:00", "by 14:00", "2023-09-12T14:00:00+10:00"),
        (("Pyongyang", "Moscow"), "Monday", "by Friday", "2023-09-16T00:00:00+03:00"),
        (("Pyongyang", "Vladivostok"), "2023-09-13 12:00", "by Tuesday", "2023-09-20T00:00:00+10:00"),
        (("Khasan", "Vladivostok"), "2023-09-12 12:00", "by Tuesday 6:00", "2023-09-19T06:00:00+10:00"),
    ],
)
def test_deadline_is_the_first_after_leaving(
    data: Routes, ends: tuple[str, str], left: str, arrive: str, deadline: str
) -> None:
    document = weigh(data, left, arrive, *ends, as_of="2023-09-12 16:00 VLAT")
    assert document["answer"]["arrive_by"]["local"] == deadline and not document["alternatives"]
    assert any("counted from the as-of instant" in n for n in document["notes"]) == (arrive != "by Friday")


def test_departure_to_come_names_the_one_gone_by(data: Routes) -> None:
    coming = weigh(data, "Sunday 17:00", "by Tuesday", as_of="2026-11-28 12:00 KST")
    assert coming["answer"]["left"]["first"]["local"] == "2026-11-29T17:00:00+09:00"
    assert any("may also be Sun 22 Nov 2026 17:00" in note for note in coming["notes"])
    gone = weigh(data, "Sunday 17:00", "by Tuesday", as_of="2026-11-30 12:00 KST")
    assert not any("may also be" in note for note in gone["notes"])


@pytest.mark.parametrize("left", ["by Monday", "before Monday", "Blursday"])
def test_departure_without_a_first_instant_is_refused(data: Routes, left: str) -> None:
    with pytest.raises(TimeError):
        weigh(data, left, "by Friday")


def test_each_reading_of_the_deadline_has_its_own_claims(data: Routes) -> None:
    document = weigh(data, "2023-09-10", "Monday or Tuesday", as_of="2023-09-10 09:00 KST")
    parts = [document, *document["alternatives"]]
    assert len(parts) == 2 and all(len(part["answer"]["claims"]) == 3 for part in parts)
    assert parts[0]["answer"]["on_time"] < parts[1]["answer"]["on_time"]


def test_question_in_words_gives_the_same_answer(data: Routes) -> None:
    given: dict[str, Any] = {"as_of": "2023-09-12 09:00 KST"}
    asked = data.ask("can it be in Moscow by Friday if it left Pyongyang on Monday?", **given)
    assert asked["answer"] == data.feasible("Pyongyang", "Moscow", left="Monday", arrive="by Friday", **given)["answer"]


def test_scenario_file_gives_the_same_answer(data: Routes, tmp_path: Path) -> None:
    text = """schema = "routes-scenario/1"
title = "A claim"
question = "feasible"
from = "Pyongyang"
to = "Moscow"
train = "special"
as_of = "2023-09-12 09:00 Asia/Seoul"
depart = "Monday"
arrive = "by Friday"
"""
    query = data.scenario(str(write(tmp_path / "claim.toml", text)))
    twin = weigh(data, "Monday", "by Friday", "Pyongyang", "Moscow")
    assert data.answer(query)["answer"] == twin["answer"]


def test_later_deadline_never_lowers_the_chance(data: Routes) -> None:
    hours = [f"2023-09-12 {hour:02}:00" for hour in range(0, 24, 4)]
    found = [claims(weigh(data, "2023-09-11 00:00", f"by {hour}")) for hour in hours]
    for mode in ("rail", "air"):
        assert all(a[mode]["on_time"] <= b[mode]["on_time"] for a, b in pairwise(found))


@pytest.mark.parametrize("mode", ["rail", "air"])
def test_chance_at_the_even_reading_is_one_half(data: Routes, mode: str) -> None:
    given: dict[str, Any] = {"as_of": AS_OF, "mode": mode}
    latest = data.latest_departure("Pyongyang", "Vladivostok", arrive="by 2023-09-15 12:00", **given)
    for name, chance in (("safe", 0.9), ("even", 0.5), ("too_late_after", 0.1)):
        left = latest["answer"]["depart_by"][name]["local"]
        document = weigh(data, left, "by 2023-09-15 12:00", **given)
        assert document["answer"]["on_time"] == pytest.approx(chance, abs=0.01)
        assert claims(document)[mode]["on_time"] == document["answer"]["on_time"]


def test_documented_paces_are_not_known_before_they_were(data: Routes) -> None:
    rail = claims(weigh(data, "2008-09-02", "by 2008-09-10", as_of="2008-09-03"))["rail"]
    assert rail["fastest_paces"] == [] and "the fast end of the profile stands in" in rail["note"]


def test_own_pace_raises_what_is_documented(tmp_path: Path) -> None:
    head = "country,mode,what,kmh,source,known_from\n"
    write(tmp_path / "paces.csv", head + "KP,rail,a test run,90,survey,2020-01-01T00:00Z\n")
    mine = routes.load(tmp_path, now=NOW)
    rail = claims(weigh(mine, "2023-09-12 05:00", "by Tuesday"))["rail"]
    assert rail["fastest_paces"][0]["what"] == "a test run" and rail["verdict"] == "strained"


def test_settings_move_the_chance_and_not_what_is_documented(data: Routes) -> None:
    plain, fast = (claims(weigh(data, "2023-09-11", "by Tuesday", settings=s))["rail"] for s in ([], ["speed.KP=60"]))
    assert fast["on_time"] > plain["on_time"] and fast["fastest_time_s"] == plain["fastest_time_s"]


def test_unknown_setting_is_refused(data: Routes) -> None:
    with pytest.raises(UsageError):
        weigh(data, "2023-09-11", "by Tuesday", settings=["sped=1"])


def test_deadline_before_the_departure_says_how_late(data: Routes) -> None:
    rail = claims(weigh(data, "2023-09-13 12:00", "by 2023-09-13 06:00"))["rail"]
    behind = timedelta(seconds=-rail["available_s"])
    assert behind > timedelta(0) and rail["late_by_s"] == rail["fastest_time_s"] + behind.total_seconds()


SEEN = "2023-09-12 14:00 Asia/Vladivostok"


def test_claim_of_a_seen_train_counts_from_where_it_was_seen(data: Routes) -> None:
    document = data.feasible("Pyongyang", "Vladivostok", arrive="by 18:00", seen=["arr Khasan 10:40"], as_of=SEEN)
    rail, answer = claims(document)["rail"], document["answer"]
    assert (rail["available_s"], rail["length_m"], rail["verdict"]) == (26_400, 373_000, "credible")
    assert answer["left"]["seen_at"] == "khasan" and answer["left"]["first"]["local"].startswith("2023-09-12T10:40")
    assert 0.3 < answer["on_time"] < 0.5
    assert any("by plane" in note for note in document["notes"])
    assert "having been seen at Khasan at 10:40" in document["quote"]["en"]


def test_question_in_words_takes_the_departure_from_the_sighting(data: Routes) -> None:
    words = "seen leaving Khasan at 9:00, could it be in Vladivostok by 15:30?"
    document = data.ask(words, as_of="2023-09-12 16:00 Asia/Vladivostok")
    rail = claims(document)["rail"]
    assert (rail["available_s"], rail["verdict"]) == (23_400, "credible")
    assert document["answer"]["arrive_by"]["local"].startswith("2023-09-12T15:30")


def test_claim_counts_what_was_not_seen_and_windows(data: Routes) -> None:
    plain, unseen, shut = (
        weigh(data, "2023-09-10 17:00", "by Tuesday 20:00", **told)["answer"]["on_time"]
        for told in ({}, {"not_seen": ["Khasan by 2023-09-12 08:00"]}, {"windows": ["Khasan 13:00-20:00"]})
    )
    assert unseen < plain and shut < plain


def test_day_of_leaving_is_held_against_what_was_seen(data: Routes) -> None:
    told: dict[str, Any] = {"seen": ["arr Khasan 10:40"], "as_of": SEEN}
    (said,) = [n for n in weigh(data, "Friday", "by 18:00", **told)["notes"] if "by what was seen, not" in n]
    assert "it left Pyongyang from Sun 10 Sep" in said
    assert not any("by what was seen, not" in n for n in weigh(data, "Monday", "by 18:00", **told)["notes"])


def test_claim_by_plane_alone_needs_its_departure(data: Routes) -> None:
    with pytest.raises(UsageError, match="counts for a train"):
        data.feasible("Pyongyang", "Vladivostok", arrive="by 18:00", seen=["arr Khasan 10:40"], as_of=SEEN, mode="air")


def test_why_of_a_seen_claim_turns_its_verdict(data: Routes) -> None:
    told: dict[str, Any] = {"seen": ["arr Khasan 10:40"], "as_of": SEEN, "why": True}
    document = data.feasible("Khasan", "Vladivostok", arrive="by 18:00", **told)
    assert any(point["becomes"] for point in document["answer"]["turning_points"])


def test_windows_hold_up_the_fastest_documented_pace_and_the_last_instant() -> None:
    data = routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))

    def weigh(left: str, arrive: str, *windows: str) -> dict[str, Any]:
        document = data.feasible("Khasan", "Vladivostok", left=left, arrive=arrive, as_of="2023-09-12", windows=windows)
        claim: dict[str, Any] = document["answer"]["claims"][0]
        return claim

    free = weigh("2023-09-10 20:00", "2023-09-11 06:00")
    shut = weigh("2023-09-10 20:00", "2023-09-11 06:00", "Vladivostok 07:00-22:00")
    assert free["late_by_s"] == 0 and shut["late_by_s"] == 3600  # let in at seven
    assert shut["fastest_kmh"] == free["fastest_kmh"]
    assert (free["verdict"], shut["verdict"]) == ("credible", "not credible") and shut["on_time"] < 1e-4
    assert "waits " in shut["note"] and "for windows" in shut["note"]
    day = weigh("2023-09-10", "2023-09-11 06:00", "Khasan 06:00-12:00")
    assert day["on_time"] > 0.99 and day["on_time_last"] < 1e-4  # who left at its end waits until six
