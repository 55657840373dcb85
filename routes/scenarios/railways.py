"""The rail network of the world, with what the data files at hand know better laid on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from routes.errors import DataError
from routes.findings import ERROR
from routes.rail.patch_table import read_patches
from routes.scenarios.world import World

if TYPE_CHECKING:
    from routes.rail.build import Authored, Tell
    from routes.rail.network import RailNetwork


def read_authored(world: World) -> Authored:
    """Return what the data folders know better than the network: stations, segments and patches.

    Raises: DataError, with all findings, when the patches have faults.
    """
    from routes.rail.build import Authored

    patches, findings = read_patches(world.folders)
    faults = [f for f in findings if f.severity == ERROR]
    if faults:
        raise DataError("the patches of the network have faults", hint="mend each of them", findings=faults)
    stations = world.gazetteer.stations.values()
    places = {str(station.code): station.coordinate for station in stations if station.is_railway}
    return Authored(places, world.network.segments, patches)


def open_railways(world: World, cache: Path, tell: Tell | None = None) -> RailNetwork:
    """Return the network in a cache directory; made anew where it is damaged or the data files have changed.

    Raises: UsageError, that names the command which builds it, where there is none; DataError.
    """
    from routes.rail.build import be_silent
    from routes.rail.cache import open_network

    return open_network(cache, read_authored(world), tell or be_silent)
