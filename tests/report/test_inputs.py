"""The hash of what an answer was computed from: the same input has the same, whatever it is called."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from routes.report.inputs import build_input, list_inputs
from tests.maps.documents import bare, feasible, latest_departure

Document = dict[str, Any]
SAME: dict[str, Callable[[Document], Any]] = {
    "title": lambda d: d["question"].update(title="another", scenario=None),
    "language": lambda d: d["question"].update(lang="ko"),
    "words": lambda d: d["question"].update(words="when?", understood="then"),
    "day of asking": lambda d: d["as_of"].update(today=True),
    "place of a file": lambda d: d["assumptions"][0].update(origin="/elsewhere/special.toml:3"),
    "answer": lambda d: d["answer"].update(confidence=0.5),
    "line on the ground": lambda d: d["itinerary"]["legs"][0].update(geometry={"points": "1,2,3"}),
}
OTHER: dict[str, Callable[[Document], Any]] = {
    "as of": lambda d: d["as_of"].update(utc="2023-09-11T00:46:00Z"),
    "question": lambda d: d["question"].update(confidence=0.8),
    "tzdata": lambda d: d.update(tzdata="2025c"),
    "assumption": lambda d: d["assumptions"][0].update(low=25),
    "source": lambda d: d["assumptions"][0].update(source="assumed"),
    "position": lambda d: d["stations"]["aa"].update(lat=39.1),
    "zone": lambda d: d["stations"]["aa"].update(zone="Asia/Seoul"),
    "length": lambda d: d["itinerary"]["legs"][0].update(length_m=100_001),
    "train": lambda d: d["question"]["train"].update(name="ordinary"),
}


def changed(change: Callable[[Document], Any]) -> str:
    document = copy.deepcopy(bare())
    change(document)
    return str(build_input(document)["sha256"])


@pytest.mark.parametrize("name", SAME)
def test_what_moves_no_number_leaves_the_hash(name: str) -> None:
    assert changed(SAME[name]) == build_input(bare())["sha256"]


@pytest.mark.parametrize("name", OTHER)
def test_what_moves_a_number_changes_the_hash(name: str) -> None:
    assert changed(OTHER[name]) != build_input(bare())["sha256"]


def test_pace_of_a_claim_counts() -> None:
    document = feasible()
    document["answer"]["claims"][0]["fastest_paces"][0]["kmh"] = 31
    assert build_input(document)["sha256"] != document["input"]["sha256"]


def test_hash_can_be_worked_out_again_from_the_json() -> None:
    document = latest_departure()
    again = json.loads(json.dumps(document))
    assert build_input(again) == document["input"]
    assert len(document["input"]["sha256"]) == 64
    assert list_inputs(again) == list_inputs(document)
