"""What the rail network holds, as one JSON object and as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.report.layout import wrap_text
from routes.units import format_km

if TYPE_CHECKING:
    from routes.rail.network import RailNetwork

SCHEMA = "routes-network/1"
SHOWN = 12
"""Segments that do not lie on the network, and patches, as far as a terminal is told of them one by one."""


def build_status(network: RailNetwork, *, path: Path, is_current: bool) -> dict[str, Any]:
    """Return what there is to tell of a network that is kept in a file."""
    import numpy as np

    from routes.rail.source import REVIEWED

    sizes = np.bincount(network.component)
    return {
        "schema": SCHEMA,
        "file": str(path),
        "bytes": path.stat().st_size,
        "is_current": is_current,
        "nodes": len(network.graph.lat_e7),
        "edges": len(network.graph.start),
        "length_m": int(network.graph.length_m.sum(dtype=np.int64)),
        "components": len(sizes),
        "largest_component_nodes": int(sizes.max()) if len(sizes) else 0,
        "source": {**network.source._asdict(), "is_reviewed": network.source.digest == REVIEWED},
        "licence": network.source.licence,
        "credit": network.source.credit,
        "patches": [dict(zip(("action", "from", "to", "outcome"), row, strict=True)) for row in network.patches],
        "segments": [
            {
                "from": joined.start,
                "to": joined.end,
                "line": joined.line,
                "length_m": joined.length_m,
                "routed_m": joined.routed_m if not joined.reason else None,
                "reason": joined.reason,
            }
            for joined in network.joins
        ],
    }


def format_status(status: dict[str, Any]) -> str:
    """Return the lines that tell of a network: its size, what it was made of, what was mended, its licence."""
    source, segments, patches = status["source"], status["segments"], status["patches"]
    loose = [row for row in segments if row["reason"]]
    outcomes = Counter(row["outcome"] for row in patches)
    size = f"{source['nodes']:,} nodes, {source['edges']:,} edges, {format_km(source['length_m'])}"
    rows = {
        "nodes": f"{status['nodes']:,}",
        "edges": f"{status['edges']:,}",
        "track": format_km(status["length_m"]),
        "components": f"{status['components']:,}, the largest of {status['largest_component_nodes']:,} nodes",
        "made of": f"{source['name']}, from {source['found']}: {size}{_format_review(source)}",
        "segments": f"{len(segments) - len(loose)} of {len(segments)} authored segments lie on it",
        "patches": ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "none",
        "licence": status["licence"],
        "credit": status["credit"],
        "file": f"{status['file']}, {status['bytes'] / 1e6:.1f} MB",
        "state": "up to date" if status["is_current"] else "older than the data files; the next question renews it",
    }
    lines = [f"{name:<12}{text}" for name, text in rows.items()]
    told = [row for row in patches if row["outcome"] != "joined"] or patches
    lines += _list_rows(
        "patches that are no joins:" if told != patches else "patches:", map(_format_patch, told), len(told)
    )
    lines += _list_rows("authored segments that do not lie on it:", map(_format_segment, loose), len(loose))
    return "\n".join(lines)


def _list_rows(heading: str, rows: Iterable[str], count: int) -> list[str]:
    """Return a heading and the first SHOWN rows under it; nothing where there are none."""
    lines = ["", heading] if count else []
    for row in islice(rows, SHOWN):
        lines += wrap_text(row, "  ")
    return [*lines, f"  and {count - SHOWN} more; --json lists them all"] if count > SHOWN else lines


def _format_patch(row: dict[str, str]) -> str:
    return f"{row['action']} {row['from']} – {row['to']}: {row['outcome']}"


def _format_segment(row: dict[str, Any]) -> str:
    return f"{row['from']} – {row['to']} ({row['line']}): {row['reason']}"


def _format_review(source: dict[str, Any]) -> str:
    """Return whether the data are those on which the patches were reviewed; nothing for an extract."""
    if not source["digest"]:
        return ""
    return ", as reviewed" if source["is_reviewed"] else ", not the data on which the patches were reviewed"
