"""Identifiers, one type for each kind of thing they name."""

from __future__ import annotations

from typing import NewType

StationCode = NewType("StationCode", str)
"""The lower-case code of a place in the gazetteer, such as `khasan`."""
