"""The `[prefers]` of a train's profile: which track it seeks or shuns, why, and since when that was known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from routes.rail.prefer import DETOUR, Prefers
from routes.scenarios.documents import Document, check_table
from routes.scenarios.schema import PREFERS


class Preference(NamedTuple):
    """What a train prefers of track, where that comes from, and since when it was known; `origin` is `file:line`."""

    prefers: Prefers
    source: str
    note: str
    known_from: datetime
    origin: str


def read_preference(document: Document, raw: Mapping[str, Any]) -> Preference | None:
    """Return the `[prefers]` of a file; None where it has a fault, which is then a finding of the document."""
    values = check_table(document, raw, PREFERS, table="prefers")
    before = len(document.findings)
    if values.get("source") == "assumed" and not (values.get("note") or "").strip():
        message = 'source is "assumed" without a note'
        document.add("guess_unexplained", "source", message, "say in note why it is a fair guess", table="prefers")
    low, high = values.get("min_gauge_mm") or 0, values.get("max_gauge_mm") or 0
    if high and low > high:
        message = f"min_gauge_mm is {low} and max_gauge_mm {high}, so that no track fits"
        document.add("value_invalid", "min_gauge_mm", message, "exchange them, or leave one out", table="prefers")
    if len(values) < len(PREFERS) or len(document.findings) > before:
        return None
    prefers = Prefers(
        highspeed=values["highspeed"] or "",
        usage=tuple(values["usage"] or ()),
        electrified=values["electrified"],
        min_gauge_mm=low,
        max_gauge_mm=high,
        min_speed_kmh=values["min_speed_kmh"] or 0,
        detour=float(values["detour"] or DETOUR),
    )
    line = next(iter(document.heads("prefers")), 1)
    return Preference(prefers, values["source"], values["note"] or "", values["known_from"], f"{document.label}:{line}")


def find_preference(preferences: Sequence[Preference], as_of: datetime) -> Preference | None:
    """Return what was known of a train's preferences at `as_of`: the one known last by then, None before the first."""
    known = [p for p in preferences if p.known_from <= as_of]
    return max(reversed(known), key=lambda p: p.known_from, default=None)
