"""A timetable made ready for questions: its changes, and the days that were asked about, kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from routes.timetable.blocks import Block, Direction, build_block
from routes.timetable.scan import scan
from routes.timetable.staging import Stages, stage_block, stage_walks
from routes.timetable.table import Timetable
from routes.timetable.walks import CHANGE_S, Walks, build_walks

LARGE = 500_000
"""Connections of a timetable from which on the compiled scan pays for its import."""
KEPT = 40_000_000
"""Connections of blocks that are kept for the next question."""


class Network:
    """A timetable made ready for questions: changes, and the blocks of the days that were asked about."""

    __slots__ = ("_blocks", "_size", "is_compiled", "rides", "stages", "table", "walks")

    def __init__(
        self,
        table: Timetable,
        *,
        change_s: int = CHANGE_S,
        compiled: bool | None = None,
        stages: Stages | None = None,
    ) -> None:
        """Make a network; `stages` are the copies of its stops for places to pass or to avoid."""
        self.table = table
        self.is_compiled = len(table.arrays["at"]) >= LARGE if compiled is None else compiled
        self.stages = stages
        walks = build_walks(table, change_s=change_s)
        one, other = (stage_walks(part, stages) for part in walks) if stages else walks
        self.walks = self._fit(one), self._fit(other)
        self.rides = len(table.arrays["ride"]) * (stages.copies if stages else 1)
        self._blocks: dict[tuple[int, int], Block | None] = {}
        self._size = 0

    def _fit(self, walks: Walks) -> Walks:
        return Walks(*(np.array(part, np.int32) for part in walks)) if self.is_compiled else walks

    def get_block(self, number: int, direction: Direction) -> Block | None:
        """Return the connections of a day, kept from an earlier question or built."""
        key = number, direction.sign
        if key not in self._blocks:
            while self._size > KEPT:
                oldest = self._blocks.pop(next(iter(self._blocks)))
                self._size -= 0 if oldest is None else len(oldest.at)
            block = build_block(self.table, number, direction)
            block = stage_block(self.table, block, self.stages, direction) if self.stages else block
            if block is not None and not self.is_compiled:
                parts: list[Any] = [column.tolist() for column in block.columns]
                block = block._replace(columns=(parts[0], parts[1], parts[2], parts[3], parts[4]))
            self._size += 0 if block is None else len(block.at)
            self._blocks[key] = block
        return self._blocks[key]

    @property
    def scan(self) -> Callable[..., bool]:
        """Return the scan, compiled for a large timetable."""
        if not self.is_compiled:
            return scan
        from routes.timetable.compiled import compiled_scan  # numba, for large timetables only

        found: Callable[..., bool] = compiled_scan
        return found

    def fill(self, value: int, count: int) -> Any:
        """Return an array of one value, as the scan in use reads it fastest."""
        return np.full(count, value, np.int32) if self.is_compiled else [value] * count
