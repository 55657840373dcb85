"""A kept answer that is drawn later: its legs on authored track as the network has them."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from routes.api import Routes
from routes.report.laid_again import is_bare, lay_again
from tests.scenarios.far import build_far


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Routes:
    return build_far(tmp_path_factory.mktemp("far"))


@pytest.mark.parametrize("ways", [0, 2])
def test_kept_answer_has_the_lines_that_it_would_have_been_asked_with(far: Routes, ways: int) -> None:
    plain, drawn = (far.distance("Paris", "Nancy", geometry=lines, alternatives=ways) for lines in (False, True))
    assert is_bare(plain) and not is_bare(drawn)
    assert lay_again(far.world, plain) == drawn


def test_lines_of_a_comparison_are_laid_too(far: Routes) -> None:
    plain, drawn = (
        far.compare("Paris", "Nancy", by="train", arrive="2026-12-09 12:00", as_of="2026-12-01", geometry=lines)
        for lines in (False, True)
    )
    plain = lay_again(far.world, plain)
    assert plain["answer"]["ways"] == drawn["answer"]["ways"]
    assert all("geometry" in leg for way in plain["answer"]["ways"] for leg in way["legs"])


def test_answer_stays_as_it_is_without_a_network_and_is_never_altered(far: Routes) -> None:
    plain = far.distance("Paris", "Nancy")
    before = copy.deepcopy(plain)
    assert lay_again(far.world._replace(open_track=None), plain) == plain
    lay_again(far.world, plain)
    assert plain == before


def test_a_leg_that_the_network_does_not_know_stays_bare(far: Routes) -> None:
    plain = far.distance("Paris", "Nancy")
    plain["itinerary"]["legs"][0] |= {"line": "another"}
    assert "geometry" not in lay_again(far.world, plain)["itinerary"]["legs"][0]


def test_track_that_was_laid_for_the_question_is_kept_with_its_answer(tmp_path: Path) -> None:
    document = build_far(tmp_path).distance("52.9,179.6", "52.9,-179.6")
    assert all("geometry" in leg for leg in document["itinerary"]["legs"]) and not is_bare(document)
