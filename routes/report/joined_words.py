"""What a joined journey has beside others as words: the rides as planned, and the chance of making each change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.report.layout import build_table, wrap_text
from routes.sentences_joined import RIDES, head_connections, list_connections, list_ride_rows, list_turns

Document = Mapping[str, Any]


def format_rides(part: Document) -> list[str]:
    """Return the rides of one who leaves as the answer says, the changes into them, and what turns the answer."""
    rides, changes = list_ride_rows(part), list_connections(part)
    width = max((len(name) for name, *_ in rides), default=0)
    lines = [f"{time:<18}{clock:<9}{name:<{width}}  {by}".rstrip() for name, time, clock, by in rides]
    lines = [f"{RIDES}:", *lines] if rides else []
    lines += ["", *build_table(head_connections(part), changes)] if changes else []
    return [*lines, *(line for sentence in list_turns(part) for line in wrap_text(sentence))]
