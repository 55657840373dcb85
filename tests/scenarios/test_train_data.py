"""Nothing printed beside an answer names a year that was still to come when the question was asked."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from routes.folders import packaged_folder

DATA = packaged_folder().path
TRAINS = sorted(DATA.glob("trains/*.toml"))
SCENARIOS = sorted(DATA.glob("scenarios/*.toml"))
# A year by itself or at the head of a date such as 20190424; not a part of a longer number such as 3062466 or 12,019.
# The number of a page in an address, as in ?p=2094, is none either.
YEAR = re.compile(r"(?<![\d.,])(?<!\?p=)(?:19|20)\d\d(?=[01]\d[0-3]\d|\D|$)")
# The network has no known_from: its notes are printed for questions of any year, so they must hold in all of them.
TIMELESS_BEFORE = 2001


def years(*texts: str) -> list[int]:
    """Return every year that the texts name."""
    return [int(year) for text in texts for year in YEAR.findall(text)]


def tables(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the packaged data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hindsight(entry: dict[str, Any]) -> list[int]:
    """Return the years in the note and source of an entry that are later than the one it was known from."""
    known_from: datetime = entry["known_from"].astimezone(UTC)
    texts = [str(entry.get(key, "")) for key in ("title", "url", "source", "note", "says")]
    return [year for year in years(*texts) if year > known_from.year]


@pytest.mark.parametrize("path", TRAINS, ids=lambda path: str(path.name))
def test_no_assumption_names_a_year_after_it_was_known(path: Any) -> None:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["assumption"]
    assert entries
    assert {str(e["key"]): hindsight(e) for e in entries if hindsight(e)} == {}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: str(path.name))
def test_no_source_of_a_scenario_names_a_year_after_it_was_known(path: Any) -> None:
    sources = tomllib.loads(path.read_text(encoding="utf-8"))["source"]
    assert sources
    assert {s["title"]: hindsight(s) for s in sources if hindsight(s)} == {}


@pytest.mark.parametrize(
    ("name", "columns"), [("turns.csv", ["note", "source"]), ("segments.csv", ["note"])], ids=["turns", "segments"]
)
def test_notes_of_the_network_hold_at_any_time(name: str, columns: list[str]) -> None:
    rows = tables(name)
    assert rows
    late = [row["note"] for row in rows for year in years(*(row[c] for c in columns)) if year >= TIMELESS_BEFORE]
    assert late == []


@pytest.mark.parametrize("train", ["train of", "trains of", "printed in", "reported"])
def test_turns_are_explained_by_the_track_and_not_by_a_journey(train: str) -> None:
    assert [row["note"] for row in tables("turns.csv") if train in row["note"]] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Rossiya of 2008 took 145 h", [2008]),
        ("http://x.org/view.php?ud=20190424000246", [2019]),
        ("http://x.org/2019/04/24/kim", [2019]),
        ("http://x.org/article.aspx?aid=3062466 ; topic=14211.msg124475", []),
        ("by 12,019 km and 9.2019, id=19", []),
        ("in 1928, not 2023", [1928, 2023]),
    ],
)
def test_years_are_found(text: str, found: list[int]) -> None:
    assert years(text) == found
