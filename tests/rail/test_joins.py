"""What each join of the reviewed list is on the ground: a line that ends goes on there, in one country, beside land."""

from __future__ import annotations

from math import acos, cos, degrees, hypot, radians
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import shapely

from routes.basemap.reader import Box, open_basemap, read_polygons
from routes.folders import stack_folders
from routes.geo import DEGREE_M, geodesic_m
from routes.rail.assemble import find_nodes
from routes.rail.build import build_base
from routes.rail.graph import E7, RailGraph
from routes.rail.patch_table import JOIN, Patch, read_patches
from routes.rail.patches import TOLERANCE_M
from routes.rail.source import read_wheel

ROUNDED_M = 350
"""Between nearer nodes the three decimals of a position leave no direction worth the name."""

MOST_TURN_DEG = 90
"""A line that ends goes on ahead: of longer joins none doubles back."""

MOST_OFF_LAND_M = 1_000
CROSSING = ("bridge", "shores", "Belt", "estuary", "Gulf", "Tagus", "tunnel", "causeway", "coast")
"""A chord farther from land than that is one of a crossing or a coast that its reason names."""

BETWEEN = {("TH", "MY"), ("FR", "IT"), ("DK", "SE")}
"""Padang Besar, Ventimiglia, the Oresund: the only joins over a border."""


class Joined(NamedTuple):
    """A join with its nodes in the packaged network, and how many edges end at each."""

    patch: Patch
    nodes: tuple[int, int]
    degrees: tuple[int, int]


@pytest.fixture(scope="module")
def graph(real_wheel: Path) -> RailGraph:
    return build_base(read_wheel(real_wheel)).graph


@pytest.fixture(scope="module")
def joins(graph: RailGraph) -> list[Joined]:
    count = np.bincount(np.concatenate([graph.start, graph.end]), minlength=len(graph.lat_e7))
    found = []
    for patch in read_patches(stack_folders(None))[0]:
        if patch.action == JOIN:
            a, b = find_nodes(graph, (patch.start, patch.end), TOLERANCE_M)
            found.append(Joined(patch, (a, b), (int(count[a]), int(count[b]))))
    return found


def east_north(graph: RailGraph, start: int, end: int) -> tuple[float, float]:
    lat, lon = graph.lat_e7.astype(float) / E7, graph.lon_e7.astype(float) / E7
    return (lon[end] - lon[start]) * cos(radians(lat[start])), lat[end] - lat[start]


def turn_deg(graph: RailGraph, at: int, to: int) -> float:
    """Return by how much the line that ends at a node turns for going on to another one."""
    edge = int(np.flatnonzero((graph.start == at) | (graph.end == at))[0])
    before = int(graph.start[edge] + graph.end[edge] - at)
    (x, y), (u, v) = east_north(graph, before, at), east_north(graph, at, to)
    return degrees(acos(max(-1.0, min(1.0, (x * u + y * v) / (hypot(x, y) * hypot(u, v))))))


def off_land_m(patch: Patch) -> float:
    """Return how far the chord comes from the land of the base map."""
    scale = cos(radians(patch.start.lat))
    ends = sorted((patch.start.lon, patch.end.lon)), sorted((patch.start.lat, patch.end.lat))
    box = Box(ends[0][0] - 0.3, ends[1][0] - 0.3, ends[0][1] + 0.3, ends[1][1] + 0.3)
    land = shapely.union_all([shapely.make_valid(part) for part in read_polygons(open_basemap(), box)])
    flat = shapely.transform(land, lambda points: points * [scale, 1])
    chord = shapely.LineString([(p.lon * scale, p.lat) for p in (patch.start, patch.end)])
    points = shapely.line_interpolate_point(chord, np.linspace(0, 1, 41), normalized=True)
    return float(shapely.distance(points, flat).max()) * DEGREE_M


def test_every_join_leads_on_from_a_line_that_ends(joins: list[Joined]) -> None:
    assert len(joins) > 200
    for one in joins:
        assert min(one.nodes) >= 0, one.patch
        assert 1 in one.degrees, one.patch


def test_longer_joins_go_on_ahead(graph: RailGraph, joins: list[Joined]) -> None:
    for one in joins:
        if geodesic_m(one.patch.start, one.patch.end) > ROUNDED_M:
            for at, to, count in zip(one.nodes, one.nodes[::-1], one.degrees, strict=True):
                assert count > 1 or turn_deg(graph, at, to) <= MOST_TURN_DEG, one.patch


def test_joins_stay_in_one_country_but_for_three_known_borders(graph: RailGraph, joins: list[Joined]) -> None:
    over = {tuple(graph.countries[graph.country[node]] for node in one.nodes) for one in joins}
    strange = {pair for pair in over if pair[0] != pair[1] and pair not in BETWEEN and pair[::-1] not in BETWEEN}
    assert not strange


def test_joins_far_from_land_say_what_they_cross(joins: list[Joined]) -> None:
    silent = [
        one.patch.reason
        for one in joins
        if one.patch.length_m > MOST_OFF_LAND_M
        and off_land_m(one.patch) > MOST_OFF_LAND_M
        and not any(word in one.patch.reason for word in CROSSING)
    ]
    assert not silent
