"""The reviewed patches close gaps, keep near misses apart, and tell what came of them; their table is checked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from routes.folders import DataFolder, stack_folders
from routes.geo import Coordinate, geodesic_m
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


def test_length_scales_the_way_between_two_nodes() -> None:
    graph, done = apply_patches(GAPPED, [patch("length", 0, 3, 25_000), patch("join", 1, 2)])
    assert [d.outcome for d in done] == ["scaled", "joined"]
    assert graph.length_m.sum() == 25_000
    assert np.allclose(graph.length_m / [11_000, 11_000, 220], 25_000 / 22_220, rtol=0.01)


@pytest.mark.parametrize("length_m", [12_000, 40_000])
def test_length_far_from_that_of_the_way_changes_nothing(length_m: int) -> None:
    graph, done = apply_patches(GAPPED, [patch("join", 1, 2), patch("length", 0, 3, length_m)])
    assert [d.outcome for d in done] == ["joined", "no way of about that length"]
    assert graph.length_m.sum() == 22_220


def test_length_where_nothing_joins_the_nodes_changes_nothing() -> None:
    graph, done = apply_patches(GAPPED, [patch("length", 0, 3, 22_000)])
    assert [d.outcome for d in done] == ["no way of about that length"]
    assert np.array_equal(graph.length_m, GAPPED.length_m)


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


def test_packaged_patches_close_short_gaps_and_keep_the_korean_border_shut() -> None:
    patches, findings = read_patches(stack_folders(None))
    assert not findings
    told = [(p.action, f"{p.start.lat:.3f},{p.start.lon:.3f}", f"{p.end.lat:.3f},{p.end.lon:.3f}") for p in patches]
    assert ("block", "37.906,126.686", "37.899,126.709") in told
    joins = [p for p in patches if p.action == "join"]
    for p in joins:
        measured = p.source.startswith("geodesic between the two nodes")
        assert p.length_m <= (geodesic_m(p.start, p.end) + 30 if measured else 1.3 * geodesic_m(p.start, p.end)), p
        assert not measured or p.length_m <= 12_500, p  # a longer gap rests on more, and says on what
