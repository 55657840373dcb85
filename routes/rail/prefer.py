"""What a train prefers of track, and by how much longer a way may be to be on such track."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from routes.rail.graph import USAGES, RailGraph, list_gauges

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

DETOUR = 2.0
"""How much longer a way may be to leave out track that is not preferred, where a profile does not say."""
MOST_DETOUR = 100.0
HIGHSPEED = ("yes", "no", "never")
PREFERRED_USAGES = USAGES[1:]


class Prefers(NamedTuple):
    """What a train prefers; "", (), None and 0 are no preference.

    `highspeed` is one of HIGHSPEED: `never` bars such track, the others weigh. `usage` lists values of USAGES. Gauges
    are in millimetres; a track of several counts by the one that fits.
    """

    highspeed: str = ""
    usage: tuple[str, ...] = ()
    electrified: bool | None = None
    min_gauge_mm: int = 0
    max_gauge_mm: int = 0
    min_speed_kmh: int = 0
    detour: float = DETOUR


def factors(graph: RailGraph, prefers: Prefers) -> NDArray[float64]:
    """Return by what the metres of each edge are multiplied in a search: 1 for the track liked best, infinity for none.

    Each preference that track does not meet makes a kilometre count as `detour` kilometres; where it is not known,
    as the square root of that, so that known track comes first and an unknown network is not weighed at all.

    >>> from routes.rail.assemble import bare_graph
    >>> import numpy as np
    >>> ends = np.array([0, 1]), np.array([1, 2])
    >>> graph = bare_graph(np.zeros(3), np.arange(3), start=ends[0], end=ends[1], length_m=np.array([9, 9]))
    >>> factors(graph._replace(electrified=np.array([1, 0])), Prefers(electrified=True)).tolist()
    [1.0, 2.0]
    >>> factors(graph, Prefers(electrified=True)).tolist()
    [1.0, 1.0]
    """
    import numpy as np

    unmet = np.zeros(len(graph.start))
    for met, known in _judge(graph, prefers):
        unmet += np.where(known, ~met, 0.5)
    if len(unmet):
        unmet -= unmet.min()
    found = np.asarray(prefers.detour**unmet, np.float64)
    if prefers.highspeed == "never":
        found[graph.highspeed == 1] = np.inf
    return found


def _judge(graph: RailGraph, prefers: Prefers) -> list[tuple[NDArray[bool_], NDArray[bool_]]]:
    """Return for each preference which edges meet it, and of which it is known whether they do."""
    import numpy as np

    found = []
    if prefers.highspeed in ("yes", "no"):
        found.append((graph.highspeed == (prefers.highspeed == "yes"), graph.highspeed >= 0))
    if prefers.usage:
        wanted = [USAGES.index(usage) for usage in prefers.usage]
        found.append((np.isin(graph.usage, wanted), graph.usage > 0))
    if prefers.electrified is not None:
        found.append((graph.electrified == prefers.electrified, graph.electrified >= 0))
    if prefers.min_gauge_mm or prefers.max_gauge_mm:
        found.append((_fit_gauges(graph, prefers), graph.gauge_mm != 0))
    if prefers.min_speed_kmh:
        found.append((graph.speed_kmh >= prefers.min_speed_kmh, graph.speed_kmh > 0))
    return found


def _fit_gauges(graph: RailGraph, prefers: Prefers) -> NDArray[bool_]:
    """Return which edges have a gauge within the bounds; 0 is no bound."""
    import numpy as np

    numbers, places, which = np.unique(graph.gauge_mm, return_index=True, return_inverse=True)
    most = prefers.max_gauge_mm or np.inf
    edges = places.tolist()
    fit = [any(prefers.min_gauge_mm <= g <= most for g in list_gauges(graph, edge)) for edge in edges]
    return np.array(fit, bool)[which.reshape(-1)] if len(numbers) else np.zeros(0, bool)
