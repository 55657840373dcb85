"""Forecasts against documented journeys: which rows count, from when, from what was known, and what cannot be said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import DataError, UsageError
from routes.report.backtest_words import format_backtest
from tests.build import at, write

HEADER = "journey,seq,station,event,local_time,clock_zone,precision_min,confidence,known_from,source,note,length_m\n"
Document = dict[str, Any]


@pytest.fixture(scope="module")
def tool() -> Routes:
    return routes.load(now=at("2024-06-01T00:00Z"))


@pytest.fixture(scope="module")
def document(tool: Routes) -> Document:
    return tool.backtest()


def put(folder: Path, *rows: str) -> Path:
    """Write a file from rows such as `1 khasan dep 11:40 A`, of one day, with a length in metres if any."""
    lines = []
    for number, row in enumerate(rows, 1):
        station, event, time, grade, *length = row.split()
        fixed = f"2024-05-01T{time},Asia/Vladivostok,5,{grade},2024-05-02T00:00Z,a page,,{length[0] if length else ''}"
        lines.append(f"trip,{number},{station},{event},{fixed}\n")
    return write(folder / "trip.csv", HEADER + "".join(lines))


def rows(document: Document) -> list[str]:
    return [
        f"{r['from']['station']} {r['from']['event']}-{r['to']['station']} {r['to']['event']}"
        for r in document["forecasts"]
    ]


def test_only_sure_rows_count_from_the_first_and_again_from_each(document: Document) -> None:
    assert rows(document) == [
        "khasan arr-khasan dep",
        "khasan arr-vladivostok arr",
        "khasan dep-vladivostok arr",
        "khasan arr-razdolnaya_bridge pass",
        "khasan arr-vostochny arr",
        "razdolnaya_bridge pass-vostochny arr",
    ]
    assert (document["score"]["n"], document["score"]["journeys"]) == (6, 2)


def test_every_row_is_scored_or_named_with_the_reason(document: Document) -> None:
    told = {(r["journey"], r["seq"]) for r in document["unscored"]}
    scored = {(r["journey"], r["to"]["seq"]) for r in document["forecasts"]}
    assert len(told | scored) == 21 and not told & scored
    reasons = {(r["journey"], r["seq"]): r["reason"] for r in document["unscored"]}
    assert reasons["2019_vladivostok_out", 3] == "the start: the first row graded A or B"
    assert reasons["2019_vladivostok_ret", 2] == "graded D"
    assert reasons["2023_vostochny", 8].startswith("no start: a stay at Vostochny Cosmodrome")


def test_journey_of_2019_is_forecast_from_priors_alone(document: Document) -> None:
    first = document["forecasts"][0]
    assert first["fitted"] == [] and first["expected"] == first["prior"]["expected"]


def test_journey_of_2023_rests_on_2019_and_not_on_itself(document: Document) -> None:
    later = [r for r in document["forecasts"] if r["journey"] == "2023_vostochny"]
    assert all("speed.RU" in r["fitted"] and "pace" in r["fitted"] for r in later)
    assert [gap["from"] for r in later for gap in r["unclocked"]] == ["ussuriysk", "ussuriysk"]


def test_own_rows_change_no_forecast_of_their_own(tool: Routes, tmp_path: Path, document: Document) -> None:
    text = (tool.world.folders[0].path / "journeys" / "2023-vostochny.csv").read_text(encoding="utf-8")
    alone = tool.backtest([write(tmp_path / "x.csv", text)])
    assert alone["forecasts"] == [
        r | {"from": a["from"], "to": a["to"]}
        for r, a in zip(document["forecasts"][3:], alone["forecasts"], strict=True)
    ]


def test_score_stands_beside_three_baselines(document: Document) -> None:
    assert list(document["baselines"]) == ["prior", "flat", "press"]
    assert document["baselines"]["press"]["n"] == 9 and document["baselines"]["flat"]["coverage"] == []
    assert [c["share"] for c in document["score"]["coverage"]] == [0.5, 0.8, 0.9]
    flat = document["forecasts"][2]["flat"]
    assert flat["error_s"] == document["forecasts"][2]["duration_s"] - 373 * 60


def test_small_number_is_said_to_prove_nothing(document: Document) -> None:
    told = " ".join(document["caveats"])
    assert "6 forecasts of 2 journeys" in told and "54% to 100%" in told and "±5 to ±20 min" in told


def test_words_fit_a_terminal_and_name_what_is_not_clocked(document: Document) -> None:
    text = format_backtest(document)
    assert max(map(len, text.splitlines())) <= 105
    assert "2023_vostochny: Ussuriysk–Vostochny Cosmodrome (1,436 km)" in text


def test_a_pace_seen_on_the_way_moves_what_follows(tool: Routes, tmp_path: Path) -> None:
    way = ("ussuriysk dep 00:00 A", "khabarovsk1 pass {} A", "birobidzhan arr 21:30 C", "obluchye arr 23:55 B")
    fast, slow = (
        tool.backtest([put(tmp_path / at, *(row.format(at) for row in way))])["forecasts"][-1]
        for at in ("09:00", "15:00")
    )

    def left_s(row: Document) -> float:
        return (at(row["expected"]["utc"]) - at(row["from"]["time"]["utc"])).total_seconds()

    assert left_s(slow) > left_s(fast) * 1.1


def test_length_in_the_file_serves_where_there_is_no_track(tool: Routes, tmp_path: Path) -> None:
    path = put(tmp_path, "vvo dep 08:00 A", "khv arr 20:00 B 700000")
    (row,) = tool.backtest([path])["forecasts"]
    assert row["length_m"] == 700_000 and row["fitted"] == ["speed.RU", "pace"]
    assert row["unclocked"] == [{"from": "vvo", "to": "khv", "length_m": 700_000}]


def test_length_in_the_file_serves_for_a_station_of_no_gazetteer(tool: Routes, tmp_path: Path) -> None:
    found = tool.backtest([put(tmp_path, "tayga_halt dep 08:00 A", "depot_9 arr 10:00 B 110000")])
    assert rows(found) == ["tayga_halt dep-depot_9 arr"] and found["stations"]["depot_9"] == {"name": "depot_9"}


def test_every_station_without_a_way_is_a_finding_at_once(tool: Routes, tmp_path: Path) -> None:
    path = put(tmp_path, "nowhere dep 08:00 A", "khasan arr 09:00 B", "vvo arr 10:00 B", "Nix! arr 11:00 B 1000")
    with pytest.raises(DataError) as raised:
        tool.backtest([path])
    found = [(f.line, f.column, f.code) for f in raised.value.findings]
    assert found == [(2, 8, "station_unknown"), (4, 8, "way_missing"), (5, 8, "station_unknown")]


def test_every_run_that_no_train_makes_is_a_finding_at_once(tool: Routes, tmp_path: Path) -> None:
    path = put(
        tmp_path,
        *("mars dep 10:00 A", "venus arr 12:00 A 90000", "earth arr 12:00 A 0"),
        *("khasan dep 14:00 A 90000", "ussuriysk arr 14:10 A"),
    )
    with pytest.raises(DataError) as raised:
        tool.backtest([path])
    found = [(f.line, f.field, f.code) for f in raised.value.findings]
    assert found == [(4, "length_m", "length_zero"), (6, "local_time", "run_too_fast")]
    assert "261 km from khasan in at most 20 min" in raised.value.findings[1].message


def test_stations_of_no_gazetteer_are_of_no_country(tool: Routes, tmp_path: Path) -> None:
    found = tool.backtest([put(tmp_path, "mars dep 10:00 A", "venus arr 12:00 A 90000")])
    assert not any("begins and ends in" in caveat for caveat in found["caveats"])


def test_file_that_is_not_there_is_a_finding(tool: Routes, tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        tool.backtest([tmp_path / "none.csv"])
    assert [f.code for f in raised.value.findings] == ["file_missing"]


def test_train_that_does_not_exist_is_refused(tool: Routes) -> None:
    with pytest.raises(UsageError, match='no train profile is called "steam"'):
        tool.backtest(train="steam")


def test_journey_without_a_sure_row_is_not_scored(tool: Routes, tmp_path: Path) -> None:
    found = tool.backtest([put(tmp_path, "khasan dep 08:00 C", "ussuriysk arr 12:00 D")])
    assert found["score"]["n"] == 0 and [r["reason"] for r in found["unscored"]] == ["graded C", "graded D"]
    assert "nothing was scored" in found["caveats"][0]
    assert format_backtest(found)


def test_departure_after_a_stay_on_purpose_is_a_new_start(tool: Routes, tmp_path: Path) -> None:
    stay = ("ussuriysk dep 00:00 A", "vladivostok arr 02:00 A", "vladivostok dep 20:00 A", "ussuriysk arr 22:00 A")
    found = tool.backtest([put(tmp_path, *stay)])
    assert rows(found) == ["ussuriysk dep-vladivostok arr", "vladivostok dep-ussuriysk arr"]
    assert found["unscored"][1]["reason"] == "a new start: a stay at Vladivostok, longer than its works"


def test_arrival_over_the_border_is_followed_by_the_works_there(tool: Routes, tmp_path: Path) -> None:
    found = tool.backtest(put(tmp_path, "khasan arr 06:00 A", "ussuriysk arr 13:00 A"))
    assert "border.khasan" in found["forecasts"][0]["fitted"]


def test_sighting_that_fits_no_pace_begins_anew(tool: Routes, tmp_path: Path) -> None:
    way = ("ussuriysk dep 00:00 A", "ugolnaya pass 00:26 A", "vladivostok arr 23:00 A")
    last = tool.backtest([put(tmp_path, *way)])["forecasts"][-1]
    assert last["from"]["station"] == "ugolnaya" and last["expected"]["utc"] < last["to"]["time"]["utc"]
