"""What a joined journey has beside others as words: the rides as planned, and the chance of making each change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.report.layout import build_table
from routes.sentences_joined import RIDES, head_connections, list_connections, list_ride_rows

Document = Mapping[str, Any]


def format_rides(part: Document) -> list[str]:
    """Return the rides of one who leaves as the answer says, and the changes into them; nothing where there is none."""
    rides, changes = list_ride_rows(part), list_connections(part)
    width = max((len(name) for name, *_ in rides), default=0)
    lines = [f"{time:<18}{clock:<9}{name:<{width}}  {by}".rstrip() for name, time, clock, by in rides]
    lines = [f"{RIDES}:", *lines] if rides else []
    return lines + (["", *build_table(head_connections(part), changes)] if changes else [])
