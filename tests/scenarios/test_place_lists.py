"""Several places in one text, and names that fit several."""

from __future__ import annotations

import pytest

from routes.errors import PlaceError, UsageError
from routes.gazetteer.station import Gazetteer
from routes.scenarios.place_lists import resolve_places, split_places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pyongyang", ("Pyongyang",)),
        ("Pyongyang,Hamhung,Kyongsong", ("Pyongyang", "Hamhung", "Kyongsong")),
        ("Pyongyang, Hamhung", ("Pyongyang", "Hamhung")),
        ("Kyongsong, North Hamgyong", ("Kyongsong, North Hamgyong",)),
        ("Pyongyang, Kyongsong, KP, Hamhung", ("Pyongyang", "Kyongsong, KP", "Hamhung")),
        ("Tumen, Jilin;", ("Tumen, Jilin",)),
        ("Tumen, Jilin; Pyongyang", ("Tumen, Jilin", "Pyongyang")),
        ("Tumen;Jilin", ("Tumen", "Jilin")),
        ("평양,하산", ("평양", "하산")),
        (" , ;", (",",)),
        ("", ()),
    ],
)
def test_text_is_parted_into_names(places: Gazetteer, text: str, names: tuple[str, ...]) -> None:
    assert split_places(places, text) == names


def test_comma_that_can_be_read_both_ways_is_refused(places: Gazetteer) -> None:
    with pytest.raises(UsageError) as refused:
        split_places(places, "Tumen, Jilin")
    assert '"Tumen;Jilin"' in refused.value.hint and '"Tumen, Jilin;"' in refused.value.hint


def test_name_that_fits_two_places_stands_for_both_and_says_so(places: Gazetteer) -> None:
    notes: list[str] = []
    assert resolve_places(places, ["Hamhung", "Kyongsong", "hamhung"], notes) == ("hamhung", "kyongsong", "seoul")
    assert notes == ['"Kyongsong" fits 2 places, and each is a row: Kyongsong (kyongsong) and Seoul (seoul)']


@pytest.mark.parametrize("name", ["Nowhereville", "", "🚂"])
def test_name_that_fits_none_is_refused(places: Gazetteer, name: str) -> None:
    with pytest.raises(PlaceError):
        resolve_places(places, [name], [])
