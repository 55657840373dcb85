"""Files of flows: what adds up, where places are, and every fault with its line and column."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.errors import DataError
from routes.folders import stack_folders
from routes.scenarios.flows import Flow, Flows, read_flows
from routes.scenarios.world import load_world

WORLD = load_world(stack_folders(None))


def read(text: str, places: str | None = None) -> Flows:
    with TemporaryDirectory() as folder:
        path, listed = Path(folder) / "many.csv", Path(folder) / "places.csv"
        path.write_text(text, encoding="utf-8")
        listed.write_text(places or "", encoding="utf-8")
        return read_flows(WORLD, path, places=listed if places else None)


def faults(text: str, places: str | None = None) -> list[tuple[str, int, int, str]]:
    with pytest.raises(DataError) as fault:
        read(text, places)
    return [(Path(f.file).name, f.line, f.column, f.code) for f in fault.value.findings]


def test_questions_of_one_way_add_up_whatever_their_names() -> None:
    flows = read("from,to,arrive\nPyongyang,Vladivostok,Tuesday\nПхеньян,Vladivostok,Friday\nVladivostok,Pyongyang,\n")
    assert [flow[:3] for flow in flows.flows] == [(1, 0, 1.0), (0, 1, 2.0)]
    assert [name for name, _ in flows.places] == ["Pyongyang", "Vladivostok"]


def test_a_matrix_is_drawn_without_its_diagonal_and_what_no_track_joins() -> None:
    flows = read("from,to,length_m,run_s\nKhasan,Khasan,0,0\nKhasan,Rajin,54000,4000\nRajin,Tokyo,,\n")
    assert flows.flows == (Flow(0, 1, 1.0, 54_000, 4_000),)
    assert (flows.rows, flows.itself, flows.trackless) == (3, 1, 1)


def test_positions_count_before_a_list_and_a_list_before_names() -> None:
    places = "place,lat,lon\nKhasan,1,2\n"
    flows = read("from,to,to_lat,to_lon\nKhasan,Khasan,3,4\n", places)
    assert [tuple(where) for _, where in flows.places] == [(1.0, 2.0), (3.0, 4.0)]


def test_every_fault_is_told_at_its_place() -> None:
    text = "from,to,count,to_lat\nKhasan,Nowhereville,-1,\n,Moscow,nan,\nKhasan,Springfield,1,\nKhasan,Moscow,1,5\n"
    assert faults(text) == [
        ("many.csv", 2, 8, "place_unknown"),
        ("many.csv", 2, 21, "value_invalid"),
        ("many.csv", 3, 1, "value_missing"),
        ("many.csv", 3, 9, "value_invalid"),
        ("many.csv", 4, 8, "place_unknown"),
        ("many.csv", 5, 17, "value_missing"),
    ]


def test_faults_of_the_list_are_told_with_those_of_the_flows() -> None:
    found = faults("from,to\nA,Atlantis\n", "place,lat,lon\nA,95,1\n")
    assert found == [
        ("many.csv", 2, 1, "place_unknown"),
        ("many.csv", 2, 3, "place_unknown"),
        ("places.csv", 2, 3, "lat_out_of_range"),
    ]


@pytest.mark.parametrize("text", ["", "from,to\n", "from,to,count\nKhasan,Moscow,0\n"])
def test_a_file_without_flows_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        read(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 5)] * 2, st.integers(0, 50)), min_size=1))
def test_no_count_is_lost_and_the_greatest_is_last(rows: list[tuple[int, int, int]]) -> None:
    lines = [f"p{a},p{b},{a},{a * 30},{b},{b * 30},{count}" for a, b, count in rows]
    text = "from,to,from_lat,from_lon,to_lat,to_lon,count\n" + "\n".join(lines) + "\n"
    kept = sum(count for a, b, count in rows if a != b)
    if not kept:
        with pytest.raises(DataError):
            read(text)
        return
    flows = read(text)
    assert sum(flow.volume for flow in flows.flows) == kept
    assert [flow.volume for flow in flows.flows] == sorted(flow.volume for flow in flows.flows)
    assert flows.itself == sum(a == b for a, b, _ in rows)


def test_a_matrix_is_read_as_json_like_as_csv() -> None:
    matrix = {"schema": "routes-matrix/1", "from": ["Khasan"], "to": ["Rajin", "Tokyo"]}
    text = json.dumps({**matrix, "length_m": [[54_000, None]], "run_s": [[4_000, None]]})
    as_csv = read("from,to,length_m,run_s\nKhasan,Rajin,54000,4000\nKhasan,Tokyo,,\n")
    assert read(text) == as_csv


@pytest.mark.parametrize(
    "text", ["{}", "{", '{"schema": "routes-matrix/1", "from": ["a"], "to": ["b"], "length_m": []}']
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="no matrix"):
        read(text)


def test_what_no_question_could_ask_is_found() -> None:
    text = "from,to,question,depart,mode,why\nKhasan,Rajin,foo,yesterdayish,balloon,x\n"
    codes = [(line, code) for _, line, _, code in faults(text)]
    assert codes == [(1, "column_unknown"), *[(2, "value_invalid")] * 3]
