"""The flows of a file as one document."""

from __future__ import annotations

from typing import Any

from routes.scenarios.flows import Flows


def build_flows(flows: Flows) -> dict[str, Any]:
    """Return the document of flows: places by number, and the flows that join them, the greatest first."""
    return {
        "schema": {"name": "routes/flows", "version": 1},
        "file": flows.name,
        "rows": flows.rows,
        "rows_to_itself": flows.itself,
        "rows_without_track": flows.trackless,
        "places": [{"name": name, "lat": where.lat, "lon": where.lon} for name, where in flows.places],
        "flows": [
            {"from": flow.start, "to": flow.end, "count": flow.volume, "length_m": flow.length_m, "run_s": flow.run_s}
            for flow in reversed(flows.flows)
        ],
    }
