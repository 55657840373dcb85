"""The page on OpenStreetMap says of every kind of way what the reader does with it."""

from __future__ import annotations

import re

from routes.rail.osm_tags import OUT_OF_USE, RAILWAY, SERVICES
from tests.meta.source import ROOT

PAGE = (ROOT / "docs" / "openstreetmap.md").read_text(encoding="utf-8")


def test_table_of_ways_is_that_of_the_reader() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (in|out) \| (.+) \|$", PAGE, re.MULTILINE)
    assert rows == [(value, "in" if kept else "out", reason) for value, (kept, reason) in RAILWAY.items()]


def test_keys_that_take_a_way_out_and_services_are_named() -> None:
    assert all(f"`{word}`" in PAGE for word in (*OUT_OF_USE, *SERVICES))
