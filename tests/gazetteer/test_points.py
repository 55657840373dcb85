"""Positions as places: what is near to one as written is shown, and works when typed."""

from __future__ import annotations

import pytest

from routes.errors import UsageError
from routes.gazetteer.points import find_point


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("48.85;2.35", "48.85,2.35"),
        ("48,85;2,35", "48.85,2.35"),
        ("48,85 2,35", "48.85,2.35"),
        ("13.405E, 52.52N", "52.52N,13.405E"),
        ("2.35E 48.85N", "48.85N,2.35E"),
        ("131.9,43.1", "43.1,131.9"),
    ],
)
def test_spelling_near_to_a_position_is_shown_as_it_works(text: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        find_point(text)
    assert refused.value.hint == f'did you mean "{meant}"?'
    assert find_point(meant) is not None


@pytest.mark.parametrize("text", ["Coto 47", "108 Mile", "Paris", "Paris 48.85,2.35", "1"])
def test_name_with_figures_is_no_position(text: str) -> None:
    assert find_point(text) is None
