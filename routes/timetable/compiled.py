"""The scans compiled by numba, for large timetables; importing this costs about half a second."""

from __future__ import annotations

from typing import Any

from numba import njit

from routes.timetable import bounds, ranging, scan

compile_kernel: Any = njit(cache=True, nogil=True, error_model="numpy")
compiled_scan: Any = compile_kernel(scan.scan)
compiled_profile: Any = compile_kernel(ranging.scan_profile)
compiled_spread: Any = compile_kernel(bounds.spread)
