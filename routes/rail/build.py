"""The rail network of the world from its packaged data, step by step."""

from __future__ import annotations

from pathlib import Path

from routes.rail.countries import name_countries
from routes.rail.graph import RailGraph
from routes.rail.source import find_text, read_graph


def build_graph(wheel: Path | None = None) -> RailGraph:
    """Return the network out of a wheel, or as `find_text` finds it, with the country of each node."""
    return name_countries(read_graph(find_text(wheel)))
