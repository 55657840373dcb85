"""The compiling of what ranks the nodes, in a process of its own while the track is read: 5 s at the first build."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

COMMAND = "from routes.rail.warming import compile_kernels; compile_kernels()"


def compile_kernels() -> None:
    """Rank the nodes of the smallest network, so that numba keeps the machine code where the next process finds it."""
    import numpy as np

    from routes.rail.assemble import bare_graph
    from routes.rail.hierarchy import build_hierarchy

    one = np.ones(1, np.int32)
    build_hierarchy(bare_graph(np.zeros(2, np.int32), np.zeros(2, np.int32), start=one * 0, end=one, length_m=one))


@contextmanager
def compile_meanwhile() -> Iterator[Callable[[], object]]:
    """Yield what waits for the process that compiles, to be called before the nodes are ranked.

    There is none where this process has the machine code already. Where it fails nothing is lost but time: the
    caller compiles for itself. It is ended on the way out.
    """
    if "routes.rail.compiled" in sys.modules:
        yield lambda: None
        return
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process.wait
    finally:
        process.kill()
        process.wait()
