"""The reviewed list of what is to be mended in the packaged network: gaps to close, near misses to keep apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from routes.findings import Finding
from routes.folders import DataFolder
from routes.geo import Coordinate, geodesic_m, parse_coordinate
from routes.stacks import Key, Layout, list_files, read_stack
from routes.tables import Column, Row, parse_count, parse_one_of

FILE = "rail_patches.csv"
JOIN, BLOCK, LENGTH = "join", "block", "length"
CIRCUITY_LIMIT = 3.0


class Patch(NamedTuple):
    """An edge to add between two nodes (join), one that there must not be (block), or the length of a way (length).

    No length in some blocks.
    """

    action: str
    start: Coordinate
    end: Coordinate
    length_m: int
    source: str
    reason: str
    origin: str


def read_patches(folders: Sequence[DataFolder]) -> tuple[tuple[Patch, ...], list[Finding]]:
    """Return the patches in the order of the files, a user's row over ours of the same two ends, and every fault."""
    stack = read_stack(list_files(folders, FILE), PATCHES, [_check_source, _check_ends, _check_length])
    return tuple(_build_patch(row) for row in stack.rows.values()), stack.findings


_COLUMNS = (
    Column("action", parse_one_of(JOIN, BLOCK, LENGTH), f"write {JOIN}, {BLOCK} or {LENGTH}"),
    Column("from", parse_coordinate, 'write the position of a node in quotes, such as "40.170,128.553"'),
    Column("to", parse_coordinate, 'write the position of a node in quotes, such as "40.172,128.557"'),
    Column("length_m", parse_count, "write whole metres, such as 407", required=False, default=0),
    Column("source", required=False, default=""),
    Column("reason", remedy="say what is wrong in the network without it"),
)


def _key(row: Row) -> Key:
    return tuple(sorted((row.values["from"], row.values["to"])))


PATCHES = Layout(_COLUMNS, _key, "two ends, in this or the other direction,", "from")


def _check_source(row: Row) -> list[Finding]:
    if row.values["source"]:
        return []
    remedy = "say where this is known from; for a guess, what it rests on"
    return [row.finding("source_missing", "source", "the source is empty", remedy)]


def _check_ends(row: Row) -> list[Finding]:
    if row.values["from"] != row.values["to"]:
        return []
    return [
        row.finding("segment_loop", "to", "the patch begins and ends at one point", "name the node at its other end")
    ]


def _check_length(row: Row) -> list[Finding]:
    """Compare a joined gap with the geodesic between its ends; one that is blocked needs no length."""
    length_m, geodesic = row.values["length_m"], geodesic_m(row.values["from"], row.values["to"])
    if row.values["action"] == BLOCK or not geodesic:
        return []
    if not length_m:
        return [row.finding("value_missing", "length_m", "length_m is empty or zero", "write whole metres of track")]
    if length_m < geodesic:
        message = f"{length_m} m is shorter than the straight line of {geodesic} m"
        return [row.finding("length_below_geodesic", "length_m", message, "correct the length or an end")]
    if length_m > CIRCUITY_LIMIT * geodesic:
        message = f"{length_m} m is {length_m / geodesic:.1f} times the straight line of {geodesic} m"
        return [row.finding("circuity_high", "length_m", message, "check the length and both ends")]
    return []


def _build_patch(row: Row) -> Patch:
    values = row.values
    return Patch(
        values["action"],
        values["from"],
        values["to"],
        values["length_m"],
        values["source"],
        values["reason"],
        row.origin,
    )
