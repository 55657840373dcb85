"""The rail network of the world, with what the data files at hand know better laid on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from routes.errors import DataError, UsageError
from routes.findings import ERROR
from routes.rail.patch_table import read_patches
from routes.scenarios.world import World

if TYPE_CHECKING:
    from routes.rail.build import Authored, Tell
    from routes.rail.network import RailNetwork
    from routes.rail.osm import OsmNetwork


class Railways(NamedTuple):
    """The network that is in a cache, the file that holds it, and whether it fits the data files at hand."""

    network: RailNetwork
    path: Path
    is_current: bool


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


def build_railways(
    world: World,
    cache: Path,
    *,
    wheel: Path | None = None,
    extracts: Sequence[Path] = (),
    services: Sequence[str] = (),
    tell: Tell | None = None,
    hear: Callable[[OsmNetwork], None] | None = None,
) -> None:
    """Build the network in a cache directory, of a wheel, of extracts of OpenStreetMap, or of what is at hand.

    Raises: UsageError, when the data cannot be had or the cache cannot be written; DataError.
    """
    from routes.rail.build import be_silent
    from routes.rail.cache import Wanted, make_network

    wanted = Wanted(wheel, tuple(extracts), tuple(services), hear)
    make_network(cache, read_authored(world), wanted, tell or be_silent)


def find_railways(world: World, cache: Path) -> Railways:
    """Return the network that is in a cache directory, whether or not it fits; nothing is made anew.

    Raises: UsageError, when there is none, or it is damaged; DataError.
    """
    from routes.rail.cache import HINT, inspect_cache

    found = inspect_cache(cache, read_authored(world))
    if found.network is None:
        message = f"the rail network is {found.fault}" if found.fault else "the rail network of the world is not built"
        raise UsageError(message, hint=HINT)
    return Railways(found.network, found.path, found.is_current)
