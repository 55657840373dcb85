"""The connections that leave in a span of instants, one by one, for a search that reads each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.timetable.blocks import FORWARD, Stream, list_streams
from routes.timetable.lines import Lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routes.timetable.network import Network


class Connections(NamedTuple):
    """Connections in order of departure, those of one vehicle in the order it takes them.

    Instants are seconds of the epoch. `run` tells vehicles apart, those that go on as another taken as one; `at` is
    the stop time at which a connection begins, on the service day `day`. `instant` are the places of those that end as
    they begin, latest first.
    """

    depart: list[int]
    arrive: list[int]
    start: list[int]
    end: list[int]
    run: list[int]
    at: list[int]
    day: list[int]
    instant: list[int]


def list_connections(network: Network, span: tuple[int, int], chains: NDArray[np.int32]) -> Connections:
    """Return the connections whose departure lies in a span; `chains` are those of `find_chains`."""
    streams = list_streams(network.table, network.get_order(FORWARD), span, FORWARD)
    parts = [_read_stream(network, stream, chains) for stream in streams]
    if not parts:
        return Connections([], [], [], [], [], [], [], [])
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    instant = np.flatnonzero(columns[0][order] == columns[1][order])[::-1]
    depart, arrive, start, end, run, at, day = (column[order].tolist() for column in columns)
    return Connections(depart, arrive, start, end, run, at, day, instant.tolist())


def find_chains(lines: Lines) -> NDArray[np.int32]:
    """Return for each run the number of the vehicle: that of the first of those that go on as each other."""
    chain = np.arange(len(lines.trip), dtype=np.int32)
    before = np.flatnonzero(lines.follow >= 0)
    moved = bool(len(before))
    while moved:
        lifted = chain.copy()
        lifted[lines.follow[before]] = chain[before]
        chain, moved = lifted, bool((lifted != chain).any())
    return chain


def _read_stream(network: Network, stream: Stream, chains: NDArray[np.int32]) -> tuple[NDArray[np.int64], ...]:
    order, lines = network.get_order(FORWARD), network.lines
    part = slice(order.first[stream.group], order.first[stream.end])
    runs = order.run[part]
    on = network.list_running(stream.day)[runs]
    runs, place = runs[on], order.rows[1::2][part][on]
    columns = (
        stream.base_s + lines.depart[place].astype(np.int64),
        stream.base_s + lines.arrive[place].astype(np.int64),
        lines.start[place].astype(np.int64),
        lines.end[place].astype(np.int64),
        chains[runs] + stream.day * len(chains),
        lines.at[place].astype(np.int64),
    )
    return *columns, np.full(len(place), stream.day, np.int64)
