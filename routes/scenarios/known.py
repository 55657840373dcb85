"""The places at hand: the authored gazetteer, the folders that hold more, and how a name is looked up in all."""

from __future__ import annotations

from typing import NamedTuple

from routes.folders import DataFolder
from routes.gazetteer.names import Match, find_places, get_place
from routes.gazetteer.station import Gazetteer


class Known(NamedTuple):
    """The data folders, the user's own last, and their gazetteer with what was admitted to it."""

    folders: tuple[DataFolder, ...]
    gazetteer: Gazetteer


def get_known(known: Known, text: str) -> tuple[Known, Match]:
    """Return the one place that a text names, and what is known with that place among it.

    Raises: PlaceError, when it names several or none.
    """
    if not is_authored(known.gazetteer, text):
        from routes.scenarios.admit import admit_known  # what authored places do not need

        known = admit_known(known, text)
    return known, get_place(known.gazetteer, text)


def is_authored(gazetteer: Gazetteer, text: str) -> bool:
    """Return whether a text is the code or a whole name of places in the gazetteer, not the mere beginning of one."""
    return any(match.how != "prefix" for match in find_places(gazetteer, text))
