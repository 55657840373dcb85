"""The scans compiled by numba, for large timetables; importing this costs about half a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from numba import njit

from routes.timetable import fewest_rides, profile_scan, scan

_compile: Any = njit(cache=True, nogil=True, error_model="numpy")
COMPILED: Mapping[Callable[..., Any], Callable[..., Any]] = {
    kernel: _compile(kernel) for kernel in (scan.scan, profile_scan.scan_profile, fewest_rides.spread)
}
"""Each scan in plain Python with its compiled one."""
