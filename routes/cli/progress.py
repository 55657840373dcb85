"""A bar on stderr that shows how far long work has come; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
from types import TracebackType

WIDTH = 24


class Bar:
    """Draws what is being done and the share done over itself on one line, and wipes it at the end."""

    __slots__ = ("_shown",)

    def __init__(self) -> None:
        self._shown = 0

    def __enter__(self) -> Bar:
        """Return the bar, which draws nothing before it is told of something."""
        return self

    def tell(self, step: str, share: float) -> None:
        """Draw a step, and the share of all work that lies before it, from 0 to 1."""
        if not sys.stderr.isatty():
            return
        done = round(WIDTH * min(1.0, max(0.0, share)))
        line = f"[{'#' * done}{'.' * (WIDTH - done)}] {share:4.0%} {step}"[:79]
        print(f"\r{line:<{self._shown}}", end="", file=sys.stderr, flush=True)
        self._shown = len(line)

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wipe the line, so that what follows begins a clean one."""
        if self._shown:
            print(f"\r{'':<{self._shown}}\r", end="", file=sys.stderr, flush=True)
