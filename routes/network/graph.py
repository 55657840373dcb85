"""Track as records: segments between neighbouring stations, turns that need a reversal, and the network of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from routes.geo import Coordinate
from routes.ids import StationCode

OFFICIAL, ROUTED, ESTIMATED = "official", "routed", "estimated"
BASES = (OFFICIAL, ROUTED, ESTIMATED)
"""What a length rests on, strongest first."""

UNKNOWN_MM = 0
"""Stands for the gauge of track of which none is known; from and to it a train passes as it is."""

REGULAR, POSSIBLE = "regular", "possible"
TURN_KINDS = (REGULAR, POSSIBLE)


class StationLike(Protocol):
    """What the network needs to know of a station."""

    @property
    def code(self) -> StationCode:
        """Return the code that the network files use."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def country(self) -> str:
        """Return the ISO code of the country."""

    @property
    def coordinate(self) -> Coordinate:
        """Return the position."""

    @property
    def gauges_mm(self) -> tuple[int, ...]:
        """Return the gauges, the main one first."""

    @property
    def changes_gauge(self) -> bool:
        """Return whether a train's gauge can be changed here."""


class Segment(NamedTuple):
    """Track of one line between two neighbours, usable in both directions.

    `length_m` is track length; `error_m` is how far sources disagree about it, 0 when that is not stated.
    `whole` names the longer track of sourced length that this is an estimated share of, "" for none: a
    path over all shares of a whole rests on its source. `electrified` is None where it is not known, and the gauges
    are (0,), UNKNOWN_MM, where they are not: any train runs there.
    `origin` is the `file:line` it was read from, `accessed` the day on which its source was read.
    """

    start: StationCode
    end: StationCode
    line: str
    length_m: int
    error_m: int
    basis: str
    whole: str
    gauges_mm: tuple[int, ...]
    electrified: bool | None
    border: bool
    source: str
    note: str
    origin: str
    accessed: str = ""


class Turn(NamedTuple):
    """A movement at `at` between its neighbours `start` and `end` that needs a reversal, in both directions.

    `regular` is what trains there do; `possible` is what the track allows and no train is known to do.
    """

    at: StationCode
    start: StationCode
    end: StationCode
    kind: str
    low_min: int
    likely_min: int
    high_min: int
    source: str
    note: str
    origin: str


class Way(NamedTuple):
    """A segment in one of its two directions; `rank` numbers the ways of a network by code and line."""

    segment: Segment
    start: StationCode
    end: StationCode
    rank: int


class Step(NamedTuple):
    """One segment of a path in travel order, and the gauge it is run on.

    `turn` is the reversal made at `start` before this step. A gauge change at `start` shows as a
    `gauge_mm` that differs from the previous step's.
    """

    segment: Segment
    start: StationCode
    end: StationCode
    gauge_mm: int
    turn: Turn | None


class Path(NamedTuple):
    """Steps joined end to end, without times; no steps when origin and destination are one station."""

    steps: tuple[Step, ...]

    @property
    def length_m(self) -> int:
        """Return the track length; a segment passed twice counts twice."""
        return sum(step.segment.length_m for step in self.steps)

    @property
    def error_m(self) -> int:
        """Return how far the length may be off if every segment errs the same way."""
        return sum(step.segment.error_m for step in self.steps)

    @property
    def stations(self) -> tuple[StationCode, ...]:
        """Return the stations in travel order, both ends included; none for a path without steps."""
        return (self.steps[0].start, *(step.end for step in self.steps)) if self.steps else ()


class Network:
    """Every segment and turn, and the stations they join; never altered once built.

    `left_out` are the lines of segments and the stations of turns that stand in rows with an error. `refusals` are
    message and hint for two ends of which it is known already why nothing joins them. `passed` are the countries of
    the way that was laid between two ends.
    """

    __slots__ = ("_leaving", "_turns", "left_out", "passed", "refusals", "segments", "stations", "turns", "wholes")

    def __init__(
        self,
        segments: tuple[Segment, ...],
        turns: tuple[Turn, ...],
        stations: Mapping[StationCode, StationLike],
        left_out: frozenset[str] = frozenset(),
        refusals: Mapping[tuple[StationCode, StationCode], tuple[str, str]] | None = None,
        passed: Mapping[tuple[StationCode, StationCode], frozenset[str]] | None = None,
    ) -> None:
        self.refusals = refusals or {}
        self.passed = passed or {}
        self.segments = segments
        self.turns = turns
        self.stations = stations
        self.left_out = left_out
        self.wholes = _sum_wholes(segments)
        self._leaving = _index_ways(segments)
        self._turns = {(t.at, t.start, t.end): t for t in turns} | {(t.at, t.end, t.start): t for t in turns}

    def name(self, station: StationCode) -> str:
        """Return the name of a station."""
        return self.stations[station].name

    def ways_from(self, station: StationCode) -> list[Way]:
        """Return the segments that leave a station, directed away from it, ordered by neighbour and line."""
        return self._leaving.get(station, [])

    def find_turn(self, at: StationCode, start: StationCode, end: StationCode) -> Turn | None:
        """Return the reversal that a movement from `start` by `at` to `end` needs, or None if none is listed."""
        return self._turns.get((at, start, end))


def _sum_wholes(segments: tuple[Segment, ...]) -> dict[str, int]:
    """Return the metres of each whole whose length is sourced though its division is not."""
    lengths: dict[str, int] = {}
    for segment in segments:
        if segment.whole:
            lengths[segment.whole] = lengths.get(segment.whole, 0) + segment.length_m
    return lengths


def _index_ways(segments: tuple[Segment, ...]) -> dict[StationCode, list[Way]]:
    """Return the ways by station, numbered by codes and line, not by file order, so that ties fall alike."""
    both = [(s.start, s.end, s.line, s) for s in segments] + [(s.end, s.start, s.line, s) for s in segments]
    leaving: dict[StationCode, list[Way]] = {}
    for rank, (start, end, _, segment) in enumerate(sorted(both, key=lambda way: way[:3])):
        leaving.setdefault(start, []).append(Way(segment, start, end, rank))
    return leaving
