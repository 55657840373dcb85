"""The nodes ranked in a process of its own, which compiles for it while this one reads the track: 5 s at first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from routes.rail.graph import Hierarchy
from routes.rail.hierarchy import build_hierarchy, rank_nodes, track_of

if TYPE_CHECKING:
    from routes.rail.graph import RailGraph

COMMAND = """\
import gc, sys
gc.disable()
sys.modules["scipy"] = None
from routes.rail.apart import answer
sys.stdout.buffer.write(answer(sys.stdin.buffer.read))
"""
"""Numba imports scipy where it is installed, 0.6 s for what is not needed here."""


def answer(read: Callable[[], bytes]) -> bytes:
    """Return the hierarchy of a network that is read after all is compiled, both as whole numbers of 32 bits."""
    import numpy as np

    one = np.ones(1, np.int32)
    rank_nodes((one * 0, one, one), 2)
    nodes, numbers = np.split(np.frombuffer(read(), np.int32), [1])
    start, end, length_m = numbers.reshape(3, -1)
    return b"".join(part.tobytes() for part in rank_nodes((start, end, length_m), int(nodes[0])))


@contextmanager
def rank_meanwhile() -> Iterator[Callable[[RailGraph], Hierarchy]]:
    """Yield what builds the hierarchy of a graph: the process that compiles from now on.

    There is none where this process has the machine code already. Where it fails nothing is lost but time, as this one
    ranks for itself. It is ended on the way out.
    """
    if "routes.rail.compiled" in sys.modules:
        yield build_hierarchy
        return
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield lambda graph: _ask(process, graph) or build_hierarchy(graph)
        finally:
            process.kill()


def _ask(process: subprocess.Popen[bytes], graph: RailGraph) -> Hierarchy | None:
    """Return the hierarchy that a process answers, None where it fails."""
    import numpy as np

    nodes = len(graph.lat_e7)
    question = b"".join(np.asarray(part, np.int32).tobytes() for part in ([nodes], *track_of(graph)))
    answer, _ = process.communicate(question)
    numbers = np.frombuffer(answer, np.int32) if process.returncode == 0 else np.zeros(0, np.int32)
    arcs = (len(numbers) - 2 * nodes - 1) // 4
    ends = np.cumsum([nodes, nodes + 1, arcs, arcs, arcs, arcs])
    return Hierarchy(*np.split(numbers, ends[:-1])) if arcs >= 0 and ends[-1] == len(numbers) else None
