"""Questions with sightings, absences and windows, asked as a user would."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from routes.api import Routes, load
from routes.cli.main import main
from routes.errors import InfeasibleError, TimeError, UsageError
from routes.report.words import format_answer
from tests.build import at, write

NOW = at("2026-11-27T00:00Z")
THEN = "2019-04-24 12:00 Asia/Vladivostok"
Document = dict[str, Any]


@cache
def loaded() -> Routes:
    return load(now=NOW)


def arrive(*seen: str, start: str = "Khasan", as_of: str = THEN, **options: Any) -> Document:
    return loaded().arrival(start, "Vladivostok", seen=seen, as_of=as_of, **options)


def local(stamp: Document) -> str:
    return str(stamp["local"])[:16]


def minutes(first: Document, second: Document) -> float:
    times = [datetime.fromisoformat(stamp["utc"]) for stamp in (first, second)]
    return (times[1] - times[0]).total_seconds() / 60


def event(document: Document, station: str, name: str) -> Document:
    return next(e for e in document["itinerary"]["events"] if (e["station"], e["event"]) == (station, name))


def test_arrival_at_the_origin_includes_its_stop_and_a_departure_does_not() -> None:
    arrived, left = arrive("arr Khasan 10:40"), arrive("dep Khasan 10:40")
    assert next(d["kind"] for d in arrived["itinerary"]["dwells"]) == "border"
    assert "border" not in [d["kind"] for d in left["itinerary"]["dwells"]]
    assert 50 < minutes(left["answer"]["arrive"]["expected"], arrived["answer"]["arrive"]["expected"]) < 110


def test_change_of_gauge_at_the_origin_follows_from_the_network() -> None:
    document = loaded().arrival("Zabaikalsk", "Harbin", seen=["arr Zabaikalsk 2019-04-23 06:00"], as_of=THEN)
    kinds = [d["kind"] for d in document["itinerary"]["dwells"] if d["station"] == "zabaikalsk"]
    assert "gauge" in kinds and "border" in kinds


def test_sighting_is_in_the_document_as_resolved() -> None:
    (seen,) = arrive("arr Khasan 09:40 Korean time ±5m")["question"]["seen"]
    assert (seen["event"], seen["station"], seen["error_s"], seen["assumed"]) == ("arr", "khasan", 300, [])
    assert seen["time"]["local"] == "2019-04-24T09:40:00+09:00" and seen["time"]["zone"] == "Asia/Seoul"


def test_time_of_leaving_is_worked_out_of_what_was_seen_later() -> None:
    document = arrive("arr Khasan 10:40 +-10m", start="Pyongyang")
    left = document["answer"]["left"]
    assert local(left["early"]) < local(left["expected"]) < local(left["late"])
    assert document["answer"]["depart"] == left["expected"]
    assert abs(minutes(event(document, "khasan", "arr")["time"], document["question"]["seen"][0]["time"])) <= 1
    direct = arrive("arr Khasan 10:40 +-10m")
    for name in ("early", "expected", "late"):
        assert abs(minutes(document["answer"]["arrive"][name], direct["answer"]["arrive"][name])) <= 2


def test_known_start_and_a_sighting_update_what_follows() -> None:
    plain = loaded().arrival("Khasan", "Vladivostok", depart="2019-04-24 06:00", as_of=THEN)
    late = arrive("pass Ussuriysk 11:50", depart="2019-04-24 06:00")
    assert minutes(plain["answer"]["arrive"]["expected"], late["answer"]["arrive"]["expected"]) > 45
    assert "left" not in late["answer"]


def test_sighting_with_a_huge_error_changes_nothing() -> None:
    plain = loaded().arrival("Khasan", "Vladivostok", depart="2019-04-24 06:00", as_of=THEN)
    vague = arrive("pass Ussuriysk 11:50 ±1000 days", depart="2019-04-24 06:00")
    assert vague["answer"]["arrive"] == plain["answer"]["arrive"]


def test_vague_sighting_dates_no_journey_that_something_else_does() -> None:
    vague = "pass Ussuriysk 2023-09-12 11:50 ±1000 days"

    def latest(*seen: str) -> dict[str, Any]:
        ends = {"arrive": "by 2023-09-12 24:00", "as_of": "2023-09-12 13:00 VLAT"}
        return loaded().latest_departure(
            "Pyongyang", "Vladivostok", arrive=ends["arrive"], as_of=ends["as_of"], seen=seen
        )

    assert latest(vague)["answer"] == latest()["answer"]
    assert any("changes nothing" in note for note in latest(vague)["notes"])
    good = "arr Khasan 2023-09-12 06:00 Asia/Vladivostok ±10m"
    one, two = latest(good)["answer"], latest(good, vague)["answer"]
    assert {k: two[k] for k in one} == one and one["left"]["expected"] == one["depart"]
    assert all(row["seen"] == 1 for row in two.get("otherwise", []))


def test_deadlines_behind_are_marked_and_those_ahead_updated() -> None:
    document = loaded().latest_departure(
        "Pyongyang",
        "Vladivostok",
        arrive="by 2023-09-12 24:00",
        seen=["arr Khasan 2023-09-12 06:00"],
        as_of="2023-09-12 08:00 VLAT",
    )
    assert [row["behind"] for row in document["answer"]["deadlines"]] == [True, True, True, False]
    assert document["answer"]["watch"] == []
    assert 0.99 < document["answer"]["on_time"] < 1
    text = format_answer(document)
    assert "Given what was seen, it is in time with >99%." in text and "Khasan arrive†" in text


def test_slow_way_so_far_leaves_less_time_for_the_rest() -> None:
    def even(hour: int) -> str:
        document = loaded().latest_departure(
            "Pyongyang",
            "Vladivostok",
            arrive="by 2023-09-12 24:00",
            seen=["dep Pyongyang 2023-09-10 17:00", f"pass Chongjin 2023-09-11 {hour}:00 ±10m"],
            as_of="2023-09-12 08:00 VLAT",
        )
        return next(local(row["even"]) for row in document["answer"]["deadlines"] if row["station"] == "khasan")

    assert even(15) < even(10)


def test_other_readings_are_listed_where_they_are_open() -> None:
    others = arrive("arr Khasan 10:40")["answer"]["otherwise"]
    assert [(o["event"], o["zone"]) for o in others][:2] == [("dep", None), (None, "Asia/Pyongyang")]
    assert "Europe/Moscow" in [o["zone"] for o in others]
    assert "otherwise" not in arrive("arr Khasan 2019-04-24 10:40 Asia/Vladivostok +-10m")["answer"]
    departed = arrive("dep Khasan 10:40")["answer"]
    moved = next(o for o in departed["otherwise"] if o["event"] == "arr")
    assert moved["arrive"] == arrive("arr Khasan 10:40")["answer"]["arrive"]


def test_question_in_words_lists_other_readings_and_says_how_it_was_read() -> None:
    document = loaded().ask("seen at Khasan 10:40, when in Vladivostok?", as_of="2019-04-24 11:00 VLAT")
    assert "seen arriving (assumed) at Khasan Wed 24 Apr 2019 10:40 Vladivostok" in document["question"]["understood"]
    text = format_answer(document)
    rows = text[text.index("had it been") :]
    assert "\na departure " in rows and "\nKorean time (UTC+9)" in rows


def test_as_of_of_the_scenario_is_moved_to_the_sighting_and_said() -> None:
    document = loaded().ask("seen at Khasan 10:40, when in Vladivostok?")
    assert local(document["question"]["seen"][0]["time"]) == "2023-09-11T10:40"
    assert "as of 2023-09-11 10:40" in document["question"]["understood"]
    with pytest.raises(TimeError, match="after the as-of instant"):
        loaded().ask("seen at Khasan 10:40, when in Vladivostok?", as_of="2023-09-11 09:00 VLAT")


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        (("dep Khasan 06:00", "arr Vladivostok 07:00"), "280 km/h"),
        (("dep Khasan 06:00", "pass Ussuriysk 05:00"), "km/h"),
        (("arr Khasan 06:00", "arr Khasan 09:00"), "at one place"),
    ],
)
def test_sightings_that_cannot_all_be_true_are_named(seen: tuple[str, ...], says: str) -> None:
    with pytest.raises(InfeasibleError, match=says) as caught:
        arrive(*seen)
    assert "Khasan" in caught.value.message and "cannot be both" in caught.value.message


def test_start_after_a_sighting_is_refused() -> None:
    with pytest.raises(InfeasibleError, match="leaving Khasan"):
        arrive("pass Ussuriysk 05:00", depart="2019-04-24 06:00")


def test_arrival_at_the_origin_before_a_known_departure_changes_nothing() -> None:
    plain = loaded().arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of=THEN)
    seen = arrive("arr Khasan 10:40", depart="2019-04-24 11:40")
    assert seen["answer"]["arrive"] == plain["answer"]["arrive"]
    with pytest.raises(InfeasibleError):
        arrive("arr Khasan 10:40", depart="2019-04-24 09:40")


def test_stop_for_unknown_reasons_is_told_with_the_speed() -> None:
    document = arrive("pass Ussuriysk 09:00", depart="2019-04-23 06:00")
    assert any("10 km/h" in note and "reasons unknown" in note for note in document["notes"])
    assert local(document["answer"]["arrive"]["expected"]) < "2019-04-24T13:00"


def test_place_off_the_way_is_refused_with_via() -> None:
    with pytest.raises(UsageError, match="not on the way") as caught:
        arrive("arr Moscow 03:00")
    assert "--via" in caught.value.hint


def test_what_was_not_seen_needs_a_start_or_a_deadline() -> None:
    with pytest.raises(TimeError) as caught:
        loaded().arrival("Khasan", "Vladivostok", not_seen=["Khasan by 06:00"], as_of=THEN)
    assert "--seen" in caught.value.hint
    document = loaded().latest_departure(
        "Pyongyang", "Vladivostok", arrive="2019-04-24 20:00", not_seen=["Khasan by 11:00"], as_of=THEN
    )
    assert any("at most" in note for note in document["notes"])


def test_not_seen_moves_the_arrival_and_is_refused_where_nothing_is_left_to_say() -> None:
    plain = loaded().arrival("Khasan", "Vladivostok", depart="2019-04-24 03:00", as_of=THEN)
    later = arrive(depart="2019-04-24 03:00", not_seen=["Vladivostok by 10:30"])
    assert minutes(plain["answer"]["arrive"]["expected"], later["answer"]["arrive"]["expected"]) > 10
    with pytest.raises(InfeasibleError, match="reasons unknown"):
        arrive(depart="2019-04-24 03:00", not_seen=["Vladivostok by 2019-04-25 10:30"], as_of="2019-04-25 11:00 VLAT")


def test_window_holds_the_train_and_is_in_the_words() -> None:
    document = arrive(
        depart="2019-04-24 02:00", windows=["Khasan 06:00-22:00", "Vladivostok not before 2019-04-24 16:00"]
    )
    assert local(document["answer"]["arrive"]["early"]) == "2019-04-24T16:00"
    assert local(event(document, "khasan", "dep")["time"]) == "2019-04-24T06:00"
    assert "Waits for: Khasan 06:00–22:00 local to go on; Vladivostok not before" in format_answer(document)
    assert [w["rule"] for w in document["question"]["windows"]] == ["hours", "from"]


def test_window_at_the_arrival_is_waited_for_before_the_works() -> None:
    document = arrive("arr Tumangang 08:00", start="Tumangang", windows=["arr Khasan 18:00-20:00"])
    assert local(event(document, "khasan", "arr")["early"]) == "2019-04-24T18:00"
    assert minutes(event(document, "khasan", "arr")["time"], event(document, "khasan", "dep")["time"]) > 45


@pytest.mark.parametrize("window", ["Khasan until 2019-04-23 10:00", "Vladivostok until 2019-04-24 07:00"])
def test_window_that_never_opens_is_infeasible(window: str) -> None:
    with pytest.raises(InfeasibleError):
        arrive(depart="2019-04-24 06:00", windows=[window])


def test_window_of_a_train_file_counts_from_when_it_was_known(tmp_path: Path) -> None:
    text = """schema = "routes-train/1"
[[assumption]]
key = "speed.CN"
value = 60
unit = "km/h"
source = "a page"
known_from = 2000-01-01T00:00:00Z
[[window]]
station = "khasan"
open = "14:00-16:00"
source = "a page"
known_from = 2019-01-01T00:00:00Z
"""
    write(tmp_path / "trains" / "special.toml", text)
    routes = load(tmp_path, now=NOW)
    late = routes.arrival("Khasan", "Vladivostok", depart="2019-04-24 06:00", as_of=THEN)
    assert local(event(late, "khasan", "dep")["time"]) == "2019-04-24T14:00"
    early = routes.arrival("Khasan", "Vladivostok", depart="2018-04-24 06:00", as_of="2018-04-24")
    assert local(event(early, "khasan", "dep")["time"]) == "2018-04-24T06:00"


def test_distance_has_no_sightings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distance", "Khasan", "Vladivostok", "--seen", "arr Khasan 10:40"], now=NOW) == 2
    with pytest.raises(UsageError, match="does not depend"):
        loaded().distance("Khasan", "Vladivostok", seen=["arr Khasan 10:40"])


def test_options_reach_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["arrival", "Khasan", "Vladivostok", "--seen", "arr Khasan 10:40 +-10m", "--as-of", THEN]
    assert main([*command, "--not-seen", "Khasan by 10:00 50%", "--window", "Ussuriysk daylight"], now=NOW) == 0
    out = capsys.readouterr().out
    assert "Seen arriving at Khasan Wed 24 Apr 2019 10:40" in out and "Waits for: Ussuriysk daylight" in out
    assert main(["arrival", "Khasan", "Vladivostok", "--seen", "Khasan 10:40"], now=NOW) == 2
    assert "arr, dep or pass" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("arrived in Khasan at 06:00 and has not left, when in Vladivostok?", "2023-09-12T07:30"),
        ("arrived in Khasan at 06:00 and is still there, when in Vladivostok?", "2023-09-12T07:30"),
        ("arrived in Khasan at 06:00 and was still there at 7:00, when in Vladivostok?", "2023-09-12T07:00"),
        ("seen at Tumangang at 5:00, not left Khasan by 7:20, when in Vladivostok?", "2023-09-12T07:20"),
    ],
)
def test_train_that_has_not_left_is_evidence_of_leaving(words: str, by: str) -> None:
    document = loaded().ask(words, as_of="2023-09-12 07:30 Asia/Vladivostok")
    (absence,) = document["question"]["not_seen"]
    assert (absence["event"], absence["station"], local(absence["by"])) == ("dep", "khasan", by)


@pytest.mark.parametrize(
    ("seen", "depart", "unseen"),
    [
        ("arr Ussuriysk 15:00", "", "Ussuriysk by 16:00"),
        ("dep Khasan 11:40", "", "dep Khasan by 13:00"),
        ("", "2019-04-24 06:00", "Khasan by 07:00"),
    ],
)
def test_absence_that_a_sighting_or_the_departure_belies_is_refused(seen: str, depart: str, unseen: str) -> None:
    told: dict[str, Any] = {"as_of": "2019-04-24 17:00 Asia/Vladivostok", "depart": depart, "not_seen": [unseen]}
    with pytest.raises(InfeasibleError, match="cannot be both") as caught:
        arrive(*([seen] if seen else []), **told)
    assert "not seen" in caught.value.message


def test_absence_before_the_sighting_there_is_none_of_it() -> None:
    plain, told = (
        arrive("arr Ussuriysk 15:00", as_of="2019-04-24 17:00 Asia/Vladivostok", not_seen=unseen)["answer"]["arrive"]
        for unseen in ([], ["Ussuriysk by 14:30"])
    )
    assert abs(minutes(plain["expected"], told["expected"])) <= 1


LATE = "2023-09-12 16:00 Asia/Vladivostok"


def test_leaving_the_destination_bounds_the_arrival() -> None:
    left = "dep Khasan 2023-09-12 06:00"
    plain, bound = (arrive(left, *more, as_of=LATE)["answer"]["arrive"] for more in ((), ("dep Vladivostok 11:50",)))
    assert minutes(plain["expected"], bound["expected"]) < -30
    assert local(bound["late"]) <= "2023-09-12T12:00" and minutes(bound["expected"], bound["late"]) > 10
    assert arrive(left, "arr Vladivostok 10:40", "dep Vladivostok 11:50", as_of=LATE)  # is no contradiction


def test_leaving_the_destination_alone_says_too_little() -> None:
    with pytest.raises(InfeasibleError, match="only that it had arrived by then"):
        arrive("dep Vladivostok 12:00", as_of=LATE)


def test_bound_long_after_the_arrival_changes_nothing() -> None:
    depart: dict[str, Any] = {"depart": "2023-09-11 06:00", "as_of": LATE}
    plain, bound = (arrive(*seen, **depart)["answer"]["arrive"] for seen in ((), ("dep Vladivostok 12:00",)))
    assert all(abs(minutes(plain[name], bound[name])) <= 1 for name in plain)


def test_sighting_is_not_after_the_instant_at_which_it_is_known() -> None:
    (left,) = (
        e
        for e in arrive("dep Khasan 15:50 +-1h", as_of=LATE)["itinerary"]["events"]
        if e["event"] == "dep" and e["station"] == "khasan"
    )
    assert local(left["late"]) <= "2023-09-12T16:00" and local(left["time"]) < "2023-09-12T15:50"
    two = arrive("dep Khasan 10:00", "arr Ussuriysk 15:50 +-1h", as_of=LATE)
    assert local(event(two, "ussuriysk", "arr")["late"]) <= "2023-09-12T16:01"


@pytest.mark.parametrize(("place", "when"), [("Tumangang", "05:30"), ("Ussuriysk", "13:10"), ("Khasan", "06:00")])
def test_arrival_seen_in_words_has_the_works_of_the_journey_of_the_scenario(place: str, when: str) -> None:
    asked = loaded().ask(f"seen at {place} at {when}, when in Vladivostok?", as_of=LATE)
    whole = arrive(f"arr {place} {when}", start="Pyongyang", as_of=LATE)
    ends = [document["answer"]["arrive"] for document in (asked, whole)]
    assert all(abs(minutes(ends[0][name], ends[1][name])) <= 1 for name in ends[0])
    assert any(f"taken to come to {place} from Pyongyang" in note for note in asked["notes"])


def test_way_to_an_origin_that_nothing_tells_is_noted_with_the_works() -> None:
    document = arrive("arr Tumangang 05:30", start="Tumangang", as_of=LATE)
    (note,) = [note for note in document["notes"] if "which way it came" in note]
    assert "gauge, border" in note
    assert "gauge" in [d["kind"] for d in document["itinerary"]["dwells"] if d["station"] == "tumangang"]


def test_time_under_way_is_that_of_the_evidence_or_left_out() -> None:
    given = arrive("arr Ussuriysk 15:00", depart="2019-04-24 11:40", as_of="2019-04-24 16:00 Asia/Vladivostok")
    arrives = given["answer"]["arrive"]
    assert given["itinerary"]["expected_s"] == 60 * minutes(given["answer"]["depart"], arrives["expected"])
    free = arrive("arr Ussuriysk 15:00", as_of="2019-04-24 16:00 Asia/Vladivostok")
    assert free["itinerary"]["expected_s"] is None and "under way" not in format_answer(free)


@pytest.mark.parametrize(
    "seen",
    ["seen at Khasan 6:00, then at Ussuriysk at 13:10", "seen at Ussuriysk 13:10 and at Khasan 6:00"],
)
def test_first_sighting_in_time_begins_the_journey(seen: str) -> None:
    question = loaded().ask(f"{seen}, when in Vladivostok?", as_of=LATE)["question"]
    assert question["from"] == "khasan" and len(question["seen"]) == 2


@pytest.mark.parametrize(("second", "is_told"), [("08:20", True), ("10:20", False)])
def test_sightings_faster_than_anything_documented_are_noted(second: str, is_told: bool) -> None:
    seen = ("dep Khasan 2023-09-12 06:00 +-5m", f"arr Ussuriysk 2023-09-12 {second} +-5m")
    notes = arrive(*seen, as_of=LATE)["notes"]
    assert any("faster than anything documented there (70 km/h)" in note for note in notes) is is_told


def test_weekday_of_leaving_of_a_train_that_was_seen_is_past() -> None:
    document = loaded().ask("did the train seen at Ussuriysk at 13:10 leave Pyongyang on Monday?", as_of=LATE)
    assert local(document["answer"]["depart"]) == "2023-09-11T00:00"


def notes_of(document: Document) -> str:
    return "\n".join(document["notes"])


def test_window_that_is_always_open_changes_nothing_and_is_noted() -> None:
    def ask(**given: Any) -> Document:
        return loaded().latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of="2023-09-11", **given)

    plain, open_ = ask(), ask(windows=["Khasan 00:00-24:00"])
    assert open_["answer"] == plain["answer"] and open_["question"]["windows"] == []
    assert 'the window "Khasan 00:00-24:00" is always open, and changes nothing' in notes_of(open_)


@pytest.mark.parametrize(
    ("text", "noun", "verb"),
    [("Pyongyang by 08:00", "departure", "left"), ("Khasan by 08:00", "arrival", "come")],
)
def test_note_of_an_absence_names_the_event_that_it_is_taken_for(text: str, noun: str, verb: str) -> None:
    document = loaded().latest_departure(
        "Pyongyang", "Vladivostok", arrive="by Tuesday", as_of="2023-09-11 09:00 KST", not_seen=[text]
    )
    assert f"assumed: that it was the {noun}," in notes_of(document)
    assert f"had it {verb} right then" in notes_of(document)


def test_span_of_a_sighting_is_noted_and_answered_like_its_middle() -> None:
    span, middle = arrive("arr Khasan between 10:30 and 10:50"), arrive("arr Khasan 10:40 ±10m")
    assert span["answer"]["arrive"] == middle["answer"]["arrive"]
    assert "the middle of Wed 24 Apr 2019 10:30 to Wed 24 Apr 2019 10:50, with half its width" in notes_of(span)


def test_chance_of_having_left_in_a_span_is_that_of_its_quantiles() -> None:
    def ask(words: str) -> Document:
        document = loaded().ask(f"seen at Khasan 2023-09-12 06:00, {words}", as_of="2023-09-12 12:00")
        return {**document["answer"], "text": format_answer(document)}

    left = ask("did it leave on Sunday?")["left"]
    early, even, late = (left[name]["local"][:16].replace("T", " ") for name in ("early", "expected", "late"))
    assert ask(f"had it left by {even}?")["left_in"]["chance"] == pytest.approx(0.5, abs=0.01)
    assert ask(f"did it leave between {early} and {late}?")["left_in"]["chance"] == pytest.approx(0.8, abs=0.01)
    days = [ask(f"did it leave on {day}?")["left_in"]["chance"] for day in ("2023-09-09", "2023-09-10", "2023-09-11")]
    assert sum(days) == pytest.approx(1, abs=0.02)
    both = ask("did it leave on Saturday or Sunday?")["left_in"]["chance"]
    assert both == pytest.approx(days[0] + days[1], abs=0.001)
    assert "Yes: it left Pyongyang by Tue 12 Sep 2023 06:00 with a chance of >99%." in " ".join(
        ask("had it left by 06:00?")["text"].split()
    )
    with pytest.raises(TimeError, match="is one minute"):
        ask("did it leave at 17:00?")


def test_window_of_leaving_does_not_move_the_arrival_before_it() -> None:
    def times(*windows: str) -> dict[str, str]:
        document = loaded().arrival(
            "Pyongyang", "Vladivostok", depart="2023-09-10 07:00", as_of="2023-09-10", windows=windows
        )
        return {name: local(event(document, "khasan", name)["late"]) for name in ("arr", "dep")}

    free, leaving, arriving = times(), times("Khasan 06:00-22:00"), times("arr Khasan 06:00-22:00")
    assert free["arr"] == leaving["arr"] < arriving["arr"] == "2023-09-12T06:00"  # not let in before
    assert free["dep"] < leaving["dep"] < arriving["dep"]
