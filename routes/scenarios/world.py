"""Everything that is known before a question is asked: folders, gazetteer and track, read together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from routes.errors import DataError, UsageError
from routes.findings import ERROR, Finding
from routes.folders import DataFolder
from routes.gazetteer.reader import read_gazetteer
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.network.graph import Network
from routes.network.reader import read_network
from routes.scenarios.known import is_authored

if TYPE_CHECKING:
    from routes.scenarios.assumptions import Assumption
    from routes.scenarios.track import Course, Key, OpenTrack, Track
    from routes.timetable.table import Timetable


class World(NamedTuple):
    """The data folders as stacked, and what was read from them; `warnings` are faults that left rows in use.

    `open_track` opens the world's track. What a question needed of it is in gazetteer and network, with the `courses`
    of its legs and the works `known` of its borders, by key; `left` says between two places which quicker ways were
    left. `open_timetable` opens one that was imported.
    """

    folders: tuple[DataFolder, ...]
    gazetteer: Gazetteer
    network: Network
    warnings: tuple[Finding, ...]
    open_track: OpenTrack | None = None
    courses: Mapping[Key, Course] = {}
    known: Mapping[str, Assumption] = {}
    left: Mapping[tuple[StationCode, StationCode], Sequence[str]] = {}
    open_timetable: Callable[[str], Timetable] | None = None


def read_world(folders: Sequence[DataFolder]) -> tuple[World, list[Finding]]:
    """Return the world and every fault of its tables; rows with errors are left out of it."""
    gazetteer, names = read_gazetteer(folders)
    network, track = read_network(folders, gazetteer.stations, left_out=gazetteer.left_out)
    findings = [*names, *track]
    return World(tuple(folders), gazetteer, network, tuple(f for f in findings if f.severity != ERROR)), findings


def load_world(folders: Sequence[DataFolder]) -> World:
    """Return the world.

    Raises: DataError, when any row had to be left out: no answer is given from part of the data.
    """
    world, findings = read_world(folders)
    faults = [f for f in findings if f.severity == ERROR]
    if faults:
        raise DataError("the data files have faults", hint="mend each, then run `routes check`", findings=faults)
    return world


def get_track(world: World) -> Track:
    """Return the world's track.

    Raises: UsageError, with the command that builds it, where it is not there.
    """
    if world.open_track is None:
        raise UsageError("the world's track is not at hand", hint="open it with load(cache=…)")
    return world.open_track()


def with_places(world: World, names: Iterable[str]) -> World:
    """Return the world with the places that some texts name; the same one where the authored gazetteer has them all.

    Raises: PlaceError, for a text that names several places or none; a blank one is passed over.
    """
    for text in dict.fromkeys(name for name in names if name.strip()):
        if not is_authored(world.gazetteer, text):
            from routes.scenarios.admit import admit  # what authored places do not need

            world = admit(world, text).world
    return world


def keep_timetables(folder: Path) -> Callable[[str], Timetable]:
    """Return what opens a timetable that was imported into a folder, each once, when it is first needed."""

    @cache
    def opened(name: str) -> Timetable:
        from routes.timetable.table import open_timetable  # numpy

        return open_timetable(folder, name)

    return opened
