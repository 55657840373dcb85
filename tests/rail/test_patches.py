"""The reviewed patches close gaps, keep near misses apart, and tell what came of them; their table is checked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from routes.folders import DataFolder, stack_folders
from routes.geo import Coordinate
from routes.rail.patch_table import Patch, read_patches
from routes.rail.patches import apply_patches
from tests.rail.lines import draw_network

HEAD = "action,from,to,length_m,source,reason\n"
GAP = [(10.0, 20.0), (10.0, 20.1), (10.0, 20.102), (10.0, 20.2)]
GAPPED = draw_network(GAP, {(0, 1): 11_000, (2, 3): 11_000})


def patch(action: str, start: int, end: int, length_m: int = 220) -> Patch:
    return Patch(action, Coordinate(*GAP[start]), Coordinate(*GAP[end]), length_m, "a test", "a test", "x:1")


def test_join_adds_an_edge_of_its_length() -> None:
    graph, done = apply_patches(GAPPED, [patch("join", 2, 1)])
    assert [d.outcome for d in done] == ["joined"]
    assert (graph.start[2], graph.end[2], graph.length_m[2]) == (1, 2, 220)
    assert len(graph.shape_from) == 4
    assert graph.segment[2] == -1 and graph.electrified[2] == -1


def test_join_of_what_is_joined_changes_nothing() -> None:
    graph, done = apply_patches(GAPPED, [patch("join", 0, 1)])
    assert [d.outcome for d in done] == ["there already"]
    assert np.array_equal(graph.length_m, GAPPED.length_m)


def test_block_removes_the_edge_with_its_shape() -> None:
    graph = draw_network(GAP, {(0, 1): 11_000, (2, 3): 11_000}, shapes={(0, 1): [(10.1, 20.0)], (2, 3): [(9.0, 20.0)]})
    left, done = apply_patches(graph, [patch("block", 1, 0)])
    assert [d.outcome for d in done] == ["removed"]
    assert (left.start.tolist(), left.end.tolist()) == ([2], [3])
    assert left.shape_from.tolist() == [0, 1]
    assert left.shape_e7.tolist() == [90_000_000, 200_000_000]


def test_block_of_a_gap_keeps_it_apart() -> None:
    graph, done = apply_patches(GAPPED, [patch("block", 1, 2)])
    assert [d.outcome for d in done] == ["kept apart"]
    assert len(graph.start) == 2


def test_patch_of_nodes_that_are_not_there_says_so() -> None:
    away = patch("join", 1, 2)._replace(end=Coordinate(10.0, 20.108))
    graph, done = apply_patches(GAPPED, [away])
    assert [d.outcome for d in done] == ["no such node"]
    assert len(graph.start) == 2
    assert [d.outcome for d in apply_patches(draw_network([(0.0, 0.0)], {}), [away])[1]] == ["no such node"]


def read(tmp_path: Path, text: str) -> tuple[tuple[Patch, ...], list[tuple[str, str, int]]]:
    (tmp_path / "rail_patches.csv").write_text(HEAD + text, encoding="utf-8")
    patches, findings = read_patches([DataFolder(tmp_path, "mine")])
    return patches, [(f.code, f.field, f.line) for f in findings]


def test_table_gives_patches(tmp_path: Path) -> None:
    patches, findings = read(
        tmp_path, 'join,"1.0,2.0","1.0,2.01",1200,survey,a gap\nblock,"1,2","3,4",,survey,a wall\n'
    )
    assert not findings
    assert [(p.action, p.start, p.length_m, p.reason, p.origin) for p in patches] == [
        ("join", (1.0, 2.0), 1200, "a gap", "mine/rail_patches.csv:2"),
        ("block", (1.0, 2.0), 0, "a wall", "mine/rail_patches.csv:3"),
    ]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ('heal,"1,2","1,2.01",1200,s,r', "value_invalid", "action"),
        ('join,"1;2","1,2.01",1200,s,r', "value_invalid", "from"),
        ('join,"91,2","1,2.01",1200,s,r', "value_invalid", "from"),
        ('join,"1,2","1,2.01",1.2,s,r', "value_invalid", "length_m"),
        ('join,"1,2","1,2.01",,s,r', "value_missing", "length_m"),
        ('join,"1,2","1,2.01",0,s,r', "value_missing", "length_m"),
        ('join,"1,2","1,2.01",1000,s,r', "length_below_geodesic", "length_m"),
        ('join,"1,2","1,2.01",9000,s,r', "circuity_high", "length_m"),
        ('join,"1,2","1,2.01",1200,,r', "source_missing", "source"),
        ('join,"1,2","1,2.01",1200,s,', "value_missing", "reason"),
        ('join,"1,2","1,2",1200,s,r', "segment_loop", "to"),
        ("join,1,2,1200,s,r", "value_invalid", "from"),
    ],
)
def test_fault_of_a_row_is_a_finding(tmp_path: Path, row: str, code: str, field: str) -> None:
    patches, findings = read(tmp_path, row + "\n")
    assert (code, field, 2) in findings
    assert len(patches) == (1 if code == "circuity_high" else 0)


def test_all_faults_of_a_row_are_found_at_once(tmp_path: Path) -> None:
    _, findings = read(tmp_path, 'heal,"1,2","1,2.01",x,,\n')
    assert {field for _, field, _ in findings} == {"action", "length_m", "source", "reason"}


def test_second_row_of_the_same_ends_is_found_whichever_way_round(tmp_path: Path) -> None:
    _, findings = read(tmp_path, 'join,"1,2","1,2.01",1200,s,r\nblock,"1,2.01","1,2",,s,r\n')
    assert findings == [("row_repeated", "from", 3)]


def test_own_row_replaces_ours(tmp_path: Path) -> None:
    text = HEAD + 'block,"40.172,128.557","40.170,128.553",,own survey,it is closed\n'
    (tmp_path / "rail_patches.csv").write_text(text, encoding="utf-8")
    ours, _ = read_patches(stack_folders(None))
    patches, findings = read_patches(stack_folders(tmp_path))
    assert not findings
    assert len(patches) == len(ours)
    assert [p.action for p in patches if p.reason == "it is closed"] == ["block"]


def test_packaged_patches_are_those_reviewed() -> None:
    patches, findings = read_patches(stack_folders(None))
    assert not findings
    told = {(p.action, f"{p.start.lat:.3f},{p.start.lon:.3f}", f"{p.end.lat:.3f},{p.end.lon:.3f}") for p in patches}
    assert told == {
        ("join", "40.170,128.553", "40.172,128.557"),
        ("join", "42.208,130.256", "42.224,130.277"),
        ("join", "50.247,106.152", "49.837,106.139"),
        ("join", "44.633,83.030", "44.632,83.034"),
        ("join", "59.741,10.200", "59.741,10.201"),
        ("join", "-31.871,152.340", "-31.872,152.339"),
        ("join", "63.453,40.310", "63.453,40.311"),
        ("join", "41.352,27.066", "41.351,27.066"),
        ("join", "-1.310,36.882", "-1.311,36.882"),
        ("join", "53.477,-6.153", "53.452,-6.156"),
        ("join", "53.660,-6.230", "53.664,-6.233"),
        ("join", "39.630,15.844", "39.634,15.843"),
        ("join", "39.545,15.882", "39.541,15.893"),
        ("join", "39.115,16.076", "39.174,16.065"),
        ("join", "39.046,16.099", "39.024,16.112"),
        ("join", "38.231,15.638", "38.232,15.642"),
        ("join", "9.101,99.231", "9.108,99.229"),
        ("join", "8.149,99.887", "8.148,99.886"),
        ("join", "7.001,100.468", "6.998,100.469"),
        ("join", "6.685,100.341", "6.664,100.322"),
        ("join", "55.513,9.705", "55.537,9.708"),
        ("join", "55.300,10.853", "55.339,10.982"),
        ("join", "51.553,-1.812", "51.542,-1.839"),
        ("join", "43.540,5.051", "43.531,5.101"),
        ("join", "43.503,5.220", "43.502,5.223"),
        ("join", "38.763,-9.100", "38.956,-8.986"),
        ("join", "38.964,-8.983", "39.051,-8.903"),
        ("join", "60.430,5.626", "60.423,5.540"),
        ("join", "50.998,58.433", "50.997,58.434"),
        ("join", "49.460,57.430", "49.459,57.430"),
        ("join", "14.792,100.617", "14.795,100.616"),
        ("join", "13.251,80.299", "13.223,80.319"),
        ("join", "21.531,72.977", "21.485,72.964"),
        ("join", "21.143,72.858", "21.135,72.860"),
        ("join", "19.556,72.846", "19.523,72.850"),
        ("join", "19.337,72.851", "19.307,72.853"),
        ("join", "34.468,-120.252", "34.459,-120.347"),
        ("join", "43.298,132.455", "43.283,132.456"),
        ("join", "52.015,23.185", "52.013,23.191"),
        ("block", "37.906,126.686", "37.899,126.709"),
    }
