"""Journeys that stand in no timetable: distances along the track, arrival times, latest departures, maps.

`routes.load()` gives what the command line gives: each question returns the document that `--json` prints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routes.api import Routes, load

__all__ = ["Routes", "load"]


def __getattr__(name: str) -> Any:
    """Return `load` or `Routes`, imported when first asked for: a command may need neither."""
    if name in __all__:
        from routes import api

        return getattr(api, name)
    raise AttributeError(name)
