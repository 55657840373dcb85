"""Profiles fitted from journeys: what each stretch is credited to, what is not used, and what was known when."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.folders import packaged_folder
from routes.scenarios.documented import calibrate_train
from routes.scenarios.profile_file import MARKER, merge_profile
from tests.build import at, build_routes, write

HEADER = (
    "journey,seq,station,event,local_time,clock_zone,precision_min,confidence,known_from,source,note,train,length_m\n"
)
LINE = """
station aa RU Asia/Vladivostok 43.00,132.00
station bb RU Asia/Vladivostok 43.40,132.00
station cc RU Asia/Vladivostok 45.00,132.00
station dd RU Asia/Vladivostok 45.50,132.00
track aa bb 60
track bb cc 300
track cc dd 60
speed 40/60/80 km/h
stop.bb 20/30/60 min
"""
NOW = at("2024-06-01T00:00Z")


def build(folder: Path, rows: str, text: str = LINE) -> Routes:
    """Return a world with one file of journeys, from rows such as `trip 1 aa dep 08:00 A 0`, all of one day."""
    lines = []
    for words in (line.split() for line in rows.strip().splitlines()):
        journey, seq, station, event, time, grade, minutes, *more = words
        day = more[0] if more else "2024-05-01"
        fixed = f"{day}T{time},Asia/Vladivostok,{minutes},{grade},2024-05-20T00:00Z,a page,,special,"
        lines.append(f"{journey},{seq},{station},{event},{fixed}\n")
    write(folder / "journeys" / "x.csv", HEADER + "".join(lines))
    return build_routes(folder, text, now="2024-06-01T00:00:00+00:00")


def spans(tool: Routes) -> list[str]:
    """Return what each stretch says: `aa-bb speed 60.0 km/h`, or why it says nothing."""
    found = []
    for span in tool.calibrate()["spans"]:
        says = f"{span['key']} {span['value']:.1f} {span['unit']}" if span["used"] else f"({span['reason']})"
        found.append(f"{span['from']['station']}-{span['to']['station']} {says}")
    return found


def fitted(document: dict[str, Any]) -> dict[str, tuple[float, float, float, float]]:
    return {e["key"]: (e["low"], e["value"], e["high"], e["chance"]) for e in document["fitted"]}


@pytest.fixture(scope="module")
def packaged() -> Routes:
    return routes.load(now=NOW)


def test_stretch_is_credited_to_the_pace_less_the_works_at_their_mean(tmp_path: Path) -> None:
    (said,) = spans(build(tmp_path, "trip 1 aa dep 08:00 A 0\ntrip 2 cc arr 14:35 A 0"))
    assert said.startswith("aa-cc speed 60.")


def test_stay_within_a_station_is_credited_to_its_work(tmp_path: Path) -> None:
    rows = "trip 1 aa dep 08:00 A 0\ntrip 2 bb arr 09:00 A 0\ntrip 3 bb dep 09:45 B 0\ntrip 4 cc arr 14:45 A 0"
    assert spans(build(tmp_path, rows)) == ["aa-bb speed 60.0 km/h", "bb-bb stop.bb 45.0 min", "bb-cc speed 60.0 km/h"]


def test_row_of_c_between_surer_ones_is_passed_over(tmp_path: Path) -> None:
    rows = "trip 1 bb dep 08:00 A 0\ntrip 2 cc pass 12:00 C 60\ntrip 3 dd arr 14:00 A 0"
    assert spans(build(tmp_path, rows)) == ["bb-dd speed 60.0 km/h"]


def test_pace_is_learned_from_a_and_b_only(tmp_path: Path) -> None:
    rows = "trip 1 bb dep 08:00 C 30\ntrip 2 cc arr 13:00 A 0"
    assert spans(build(tmp_path, rows)) == ["bb-cc (graded C and A: a pace is learned only from A and B)"]


def test_stay_on_purpose_cuts_the_journey(tmp_path: Path) -> None:
    rows = "trip 1 bb dep 01:00 A 0\ntrip 2 cc arr 06:00 A 0\ntrip 3 cc dep 15:00 A 0\ntrip 4 dd arr 16:00 A 0"
    said = spans(build(tmp_path, rows))
    assert said == ["bb-cc speed 60.0 km/h", "cc-cc (a stay at Cc, longer than its works)", "cc-dd speed 60.0 km/h"]


def test_departure_without_arrival_cuts_the_journey(tmp_path: Path) -> None:
    rows = "trip 1 aa dep 01:00 A 0\ntrip 2 cc dep 12:00 A 0\ntrip 3 dd arr 13:00 A 0"
    assert spans(build(tmp_path, rows))[0] == "aa-cc (how long it had stood at Cc is not documented)"


def test_unexplained_standing_is_no_pace_and_said_so(tmp_path: Path) -> None:
    (said,) = spans(build(tmp_path, "trip 1 bb dep 01:00 A 0\ntrip 2 cc arr 21:00 A 0"))
    assert said.startswith("bb-cc (too slow for running; it stood ")


def test_unchecked_row_is_never_used(tmp_path: Path) -> None:
    rows = "trip 1 bb dep 08:00 A 0\ntrip 2 cc arr 13:00 D 0"
    assert spans(build(tmp_path, rows)) == ["cc-cc (graded D, unchecked)"]


def test_spans_of_one_journey_are_one_case_of_pace(tmp_path: Path) -> None:
    whole = build(tmp_path / "a", "trip 1 bb dep 08:00 A 0\ntrip 2 dd arr 14:00 A 0").calibrate()
    rows = "trip 1 bb dep 08:00 A 0\ntrip 2 cc pass 13:00 A 0\ntrip 3 dd arr 14:00 A 0"
    cut = build(tmp_path / "b", rows).calibrate()
    assert [e["learned"] for e in whole["fitted"]] == [e["learned"] for e in cut["fitted"]]


def test_given_length_needs_no_track(tmp_path: Path) -> None:
    build(tmp_path, "trip 1 aa dep 08:00 A 0", LINE)
    text = HEADER + "".join(
        f"trip,{n},{code},{event},2024-05-01T{time},Asia/Vladivostok,0,A,2024-05-20T00:00Z,a page,,,{length}\n"
        for n, code, event, time, length in ((1, "aa", "dep", "08:00", ""), (2, "dd", "arr", "10:00", "110000"))
    )
    write(tmp_path / "journeys" / "x.csv", text)
    (said,) = spans(build_routes(tmp_path, LINE, now="2024-06-01T00:00:00+00:00"))
    assert said == "aa-dd speed 55.0 km/h"


def test_journeys_of_another_train_teach_nothing(tmp_path: Path) -> None:
    tool = build(tmp_path, "trip 1 bb dep 08:00 A 0\ntrip 2 cc arr 13:00 A 0")
    shutil.copy(tmp_path / "trains" / "special.toml", tmp_path / "trains" / "other.toml")
    assert tool.calibrate("other")["spans"] == []


def test_packaged_profile_is_what_the_command_writes(packaged: Routes) -> None:
    path = packaged_folder().path / "trains" / "special.toml"
    result, _ = calibrate_train(packaged.world, "special", as_of="", now=NOW)
    assert path.read_bytes().decode("utf-8") == merge_profile(path, result), "make calibrate writes it anew"


def test_nothing_above_the_marker_comes_from_a_documented_journey() -> None:
    text = (packaged_folder().path / "trains" / "special.toml").read_text(encoding="utf-8")
    authored, marker, _ = text.partition(MARKER)
    assert marker and "2023" not in authored and "known_from = 2019-04-24" not in authored


def test_question_of_2023_is_fitted_without_what_came_of_it(packaged: Routes) -> None:
    then = packaged.calibrate(as_of="2023-09-11 09:00 KST")
    assert {span["journey"] for span in then["spans"]} == {"2019_vladivostok_out", "2019_vladivostok_ret"}
    assert set(fitted(then)) == {"speed.RU", "pace", "border.khasan"}
    answer = packaged.answer(packaged.scenario())
    assert not [a for a in answer["assumptions"] if "2023" in a["source"] + a["note"] + " ".join(a["cases"])]


def test_entries_as_of_an_instant_are_the_fit_of_that_instant(packaged: Routes) -> None:
    whole = packaged.calibrate()["entries"]
    for as_of in ("2019-04-24T08:04:59Z", "2019-04-24T08:05Z", "2023-09-12T02:20Z", "2023-09-13T12:00Z"):
        known = {e["key"]: e for e in whole if at(e["known_from"]) <= at(as_of)}
        then = {e["key"]: e for e in packaged.calibrate(as_of=as_of)["fitted"]}
        assert {k: e["value"] for k, e in known.items()} == {k: e["value"] for k, e in then.items()}


def test_fit_lies_between_prior_and_what_was_seen(packaged: Routes) -> None:
    document = packaged.calibrate()
    found, prior = fitted(document), {e["key"]: e["value"] for e in document["prior"]}
    seen = [s["value"] for s in document["spans"] if s["key"] == "speed.RU" and s["used"]]
    assert min(*seen, prior["speed.RU"]) <= found["speed.RU"][1] <= max(*seen, prior["speed.RU"])
    assert 0.5 < found["hold.tumangang-pyongyang"][3] < 1 and found["pace"][1] < prior["pace"]


def test_too_slow_stretch_of_2023_is_named(packaged: Routes) -> None:
    (slow,) = [s for s in packaged.calibrate()["spans"] if s["to"]["station"] == "komsomolsk" and s["key"]]
    assert not slow["used"] and slow["reason"].startswith("too slow for running; it stood 12 h")


def test_same_input_gives_the_same_bytes(packaged: Routes, tmp_path: Path) -> None:
    one, two = (
        merge_profile(tmp_path / "x.toml", calibrate_train(packaged.world, "special", as_of="", now=NOW)[0])
        for _ in range(2)
    )
    assert one == two


def test_what_stands_above_the_marker_is_kept_byte_for_byte(packaged: Routes, tmp_path: Path) -> None:
    result, _ = calibrate_train(packaged.world, "special", as_of="", now=NOW)
    above = '\ufeff# mine, with CRLF\r\nschema = "routes-train/1"\r\n\r\n'
    path = tmp_path / "x.toml"
    path.write_bytes((above + MARKER + "\r\nold = 1\r\n").encode("utf-8"))
    first = merge_profile(path, result)
    assert first.startswith(above + MARKER + "\n") and "old = 1" not in first
    path.write_bytes(first.encode("utf-8"))
    assert merge_profile(path, result) == first
