"""Countries by code and by name."""

from __future__ import annotations

import pytest

from routes.gazetteer.countries import list_countries, read_country


@pytest.mark.parametrize(
    ("text", "code"),
    [("cn", "CN"), ("Belgium", "BE"), (" belgium ", "BE"), ("Britain", "GB"), ("Россия", "RU"), ("North Korea", "KP")],
)
def test_country_is_read_by_code_and_name(text: str, code: str) -> None:
    assert read_country(text) == code


@pytest.mark.parametrize("text", ["Korea", "Atlantis", "MK,BG", ""])
def test_name_of_several_or_of_none_stays_as_it_came(text: str) -> None:
    assert read_country(text) == text.upper()


def test_every_country_is_read_by_its_english_name() -> None:
    assert [code for code, name in list_countries().items() if read_country(name) != code] == []
