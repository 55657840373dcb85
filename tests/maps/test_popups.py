"""What a popup says: names, each event on each clock with offset, deadlines, track so far, works and position."""

from __future__ import annotations

from typing import Any

from routes.maps.features import build_features
from routes.maps.method import UNRECORDED, build_method
from routes.maps.popups import build_caption, build_line_popup, build_mark_popup, build_stop_popup
from tests.maps.documents import (
    Document,
    arrival,
    bare,
    by_air,
    distance,
    latest_departure,
    never_at_all,
    never_even,
    seen,
    two_readings,
)

UNREAD = "Access date of the source: not recorded."


def popups(document: Document) -> dict[str, Any]:
    return {stop.code: build_stop_popup(document, stop) for stop in build_features(document).stops}


def test_event_is_on_the_clock_of_the_place_of_the_origin_and_utc() -> None:
    block = popups(latest_departure())["cc"]["blocks"][1]
    assert block["heading"] == "Arrive"
    assert block["head"] == ["clock", "Vladivostok UTC+10", "Pyongyang UTC+9", "UTC"]
    assert block["rows"] == [
        ["early 10%", "Tue 12 Sep 01:00", "Tue 12 Sep 00:00", "Mon 11 Sep 15:00"],
        ["expected", "Tue 12 Sep 02:00", "Tue 12 Sep 01:00", "Mon 11 Sep 16:00"],
        ["late 90%", "Tue 12 Sep 03:00", "Tue 12 Sep 02:00", "Mon 11 Sep 17:00"],
    ]
    assert block["note"] == "400 km so far (estimated); 50 km/h since Ussuriysk"


def test_origin_shows_the_clock_of_the_destination() -> None:
    block = popups(latest_departure())["aa"]["blocks"][0]
    assert block["head"] == ["clock", "Pyongyang UTC+9", "Vladivostok UTC+10", "UTC"]
    assert block["rows"] == [["at", "Mon 11 Sep 14:45", "Mon 11 Sep 15:45", "Mon 11 Sep 05:45"]]


def test_station_passed_twice_has_both_events() -> None:
    headings = [b["heading"] for b in popups(latest_departure())["cc"]["blocks"]]
    assert headings == ["Pass", "Arrive", "Deadline to arrive"]


def test_deadline_has_three_readings() -> None:
    rows = popups(latest_departure())["bb"]["blocks"][-1]["rows"]
    assert [row[0] for row in rows] == ["safe 90% (past)", "even odds", "too late after"]
    assert [row[1] for row in rows] == ["Mon 11 Sep 13:45", "Mon 11 Sep 18:45", "Mon 11 Sep 23:45"]


def test_names_works_and_position_are_told() -> None:
    popup = popups(latest_departure())["bb"]
    assert (popup["title"], popup["local"]) == ("Tumangang", "두만강")
    assert popup["lines"] == [
        "Change of gauge: 2 h 00 (1 h 00 to 3 h 00).",
        "Station in North Korea; clock of Asia/Pyongyang.",
        "Position 42.4200, 130.6100 to within 100 m; source: OpenStreetMap contributors (ODbL 1.0).",
        UNREAD,
    ]


def test_each_reading_of_the_question_is_told_apart() -> None:
    headings = [b["heading"] for b in popups(two_readings())["aa"]["blocks"]]
    assert headings[0] == "Leave (by Mon 11 Sep 2023 24:00 Vladivostok)"
    assert headings[2] == "Leave (by Tue 12 Sep 2023 11:45 Vladivostok)"


def test_distance_tells_track_only() -> None:
    blocks = popups(distance())["cc"]["blocks"]
    assert [b["rows"] for b in blocks] == [[], []]
    assert [b["note"] for b in blocks] == [
        "200 km so far (estimated); 50 km/h since Tumangang",
        "400 km so far (estimated); 50 km/h since Ussuriysk",
    ]


def test_captions_at_both_ends() -> None:
    captions = {s.role: build_caption(latest_departure(), s) for s in build_features(latest_departure()).stops}
    assert captions["start"] == ["even odds: leave by", "Mon 11 Sep 14:45 UTC+9"]
    assert captions["end"] == ["arrive by", "Mon 11 Sep 24:00 UTC+10"]
    assert captions["stop"] == []
    ends = {s.role: build_caption(arrival(), s) for s in build_features(arrival()).stops}
    assert ends["end"] == ["expected", "Tue 12 Sep 01:45 UTC+10"]


def test_reading_that_no_departure_has_is_never() -> None:
    block = popups(never_even())["bb"]["blocks"][-1]
    assert block["head"] == ["clock", "Pyongyang UTC+9", "Vladivostok UTC+10", "UTC"]
    assert block["rows"] == [
        ["safe 90%", "never", "", ""],
        ["even odds", "never", "", ""],
        ["too late after", "Mon 11 Sep 23:45", "Tue 12 Sep 00:45", "Mon 11 Sep 14:45"],
    ]
    rows = popups(never_at_all())["aa"]["blocks"][-1]["rows"]
    assert [row[1] for row in rows] == ["never"] * 3


def test_confidence_names_the_safe_reading() -> None:
    document = bare()
    document["answer"]["confidence"] = 0.8
    rows = popups(document)["bb"]["blocks"][-1]["rows"]
    assert [row[0] for row in rows] == ["safe 80% (past)", "even odds", "too late after"]


def test_start_without_even_odds_says_what_chance_its_time_has() -> None:
    captions = {s.role: build_caption(never_even(), s) for s in build_features(never_even()).stops}
    assert captions["start"][0] == "10%: leave by"


def test_deadline_behind_the_train_says_so() -> None:
    document = bare()
    document["answer"]["deadlines"][0]["behind"] = True
    assert popups(document)["aa"]["blocks"][-1]["note"] == "behind it by what was seen"


def test_way_of_a_plane_is_no_track() -> None:
    document = by_air()
    assert "Boarding: 2 h 00 (1 h 00 to 3 h 00)." in popups(document)["bb"]["lines"]
    assert popups(document)["cc"]["blocks"][1]["note"] == "400 km so far (geodesic); 50 km/h since Ussuriysk"
    document["answer"] = {k: document["itinerary"][k] for k in ("length_m", "error_m", "basis")}
    captions = {s.role: build_caption(document, s) for s in build_features(document).stops}
    assert captions["end"] == ["400 km by air and road"]


def test_departure_does_not_tell_the_speed_again() -> None:
    blocks = popups(latest_departure())["bb"]["blocks"]
    assert [block["note"] for block in blocks[:2]] == [
        "100 km so far (estimated); 50 km/h since Pyongyang",
        "100 km so far (estimated)",
    ]


def test_leg_tells_where_its_length_is_from() -> None:
    line = build_features(latest_departure()).lines[0]
    assert build_line_popup(line)["lines"][1:] == ["Source: https://example.org/line.", UNREAD]
    assert build_line_popup(line._replace(source="assumed"))["lines"][1:] == ["Source: assumed."]


def test_sighting_has_its_clock_utc_error_text_and_what_was_assumed() -> None:
    marks = [mark for mark in build_features(seen()).marks if mark.told]
    sighting, absence = (build_mark_popup(seen(), mark) for mark in marks)
    assert sighting["title"] == "Seen leaving Tumangang"
    assert sighting["blocks"] == [
        {
            "heading": "Time",
            "head": ["clock", "Pyongyang UTC+9", "UTC"],
            "rows": [["at", "Mon 11 Sep 18:45", "Mon 11 Sep 09:45"]],
            "note": "±10 min (two standard deviations)",
        }
    ]
    assert sighting["lines"] == [
        "Source: as told with the question, “dep Tumangang 18:45”.",
        "Not told, so assumed: the clock, taken as that of the place; the error.",
    ]
    assert absence["title"] == "Not seen arriving at Khasan"
    assert absence["blocks"][0]["rows"] == [["by", "Mon 11 Sep 22:45", "Mon 11 Sep 12:45"]]
    assert absence["blocks"][0]["note"] == "noticed with 80% had it been there"


def test_source_has_the_day_on_which_it_was_read_where_that_is_recorded() -> None:
    document = latest_departure()

    def read() -> list[list[str]]:
        return [popups(document)["bb"]["lines"], build_line_popup(build_features(document).lines[0])["lines"]]

    before = read()
    assert [lines[-1] for lines in before] == [UNREAD] * 2
    for entry in (document["stations"]["bb"], document["itinerary"]["legs"][0]):
        entry["accessed"] = "2026-11-20"
    told = [f"{lines[-2].removesuffix('.')}, accessed 2026-11-20." for lines in before]
    assert read() == [[*lines[:-2], line] for lines, line in zip(before, told, strict=True)]


def test_page_says_where_no_day_of_reading_is_recorded() -> None:
    document = latest_departure()
    assert any(UNRECORDED in part for part in build_method(document))
    for leg in document["itinerary"]["legs"]:
        leg["accessed"] = "2026-11-20"
    assert not any(UNRECORDED in part for part in build_method(document))
