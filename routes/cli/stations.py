"""The command stations: find, near, show and add."""

from __future__ import annotations
