"""The kernels compiled by numba, for those who ask much; importing this costs about half a second.

Numba keeps the machine code beside the sources, or in the user's cache where those cannot be written; the first
process of all compiles for some seconds.
"""

from __future__ import annotations

from typing import Any

from numba import njit
from numba.extending import register_jitable

from routes.rail import ascend, contraction, heap, many, scan

PARTS = (
    *(heap.push, heap.pop),
    *(contraction.put_edge, contraction.look_round, contraction.find_shortcuts, contraction.weigh_node),
    *(contraction.take_out, contraction.put_shortcuts),
    *(ascend.begin, ascend.climb, ascend.wipe, ascend.trace, ascend.unpack),
    *(many.add_times, many.look_up, many.forget),
    *(scan.list_neighbours, scan.grow, scan.trace_back),
)
for part in PARTS:
    register_jitable(part)

compile_kernel: Any = njit(cache=True, nogil=True, error_model="numpy")
contract = compile_kernel(contraction.contract)
travel = compile_kernel(ascend.travel)
weigh_arcs = compile_kernel(many.weigh_arcs)
note_ends = compile_kernel(many.note_ends)
fill_rows = compile_kernel(many.fill_rows)
spread = compile_kernel(many.spread)
scan_track = compile_kernel(scan.scan)
