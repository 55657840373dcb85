"""The scan compiled by numba, for large timetables; importing this costs about half a second."""

from __future__ import annotations

from typing import Any

from numba import njit

from routes.timetable.scan import scan

compiled_scan: Any = njit(cache=True, nogil=True, error_model="numpy")(scan)
