"""Countries to avoid: read by code or name in many languages, refused with the ones that may be meant."""

from __future__ import annotations

import pytest

from routes.gazetteer.countries import list_countries
from routes.scenarios.countries import describe_strange, find_countries, read_avoided


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("the United States", "US"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("DEU", "DE"),
        ("fra", "FR"),
        ("Бельгия", "BE"),
        ("Österreich", "AT"),
        ("Royaume-Uni", "GB"),
        ("казахстан", "KZ"),
        ("the Netherlands", "NL"),
        ("比利时", "BE"),
        ("kp", "KP"),
    ],
)
def test_country_is_read_by_its_codes_and_its_names_in_many_languages(text: str, code: str) -> None:
    assert read_avoided(text) == code


def test_every_country_is_read_by_its_code_and_its_english_name() -> None:
    wrong = [c for c, name in list_countries().items() if {read_avoided(c), read_avoided(name)} != {c}]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "like"), [("Belgim", "Belgium (BE)"), ("Germny", "Germany (DE)"), ("Rusia", "Russia (RU)")]
)
def test_mistyped_country_gets_the_one_that_is_meant(text: str, like: str) -> None:
    message, hint = describe_strange(text)
    assert message == f'no country has the code or name "{text}"'
    assert like in hint


def test_name_of_several_countries_is_refused_with_all_of_them() -> None:
    assert find_countries("Korea") == ("KP", "KR")
    assert describe_strange("Korea")[0] == '"Korea" can be North Korea (KP) or South Korea (KR)'


def test_several_countries_in_one_word_are_taken_apart() -> None:
    assert describe_strange("Belgium, DE")[1] == 'name one at a time: --avoid "Belgium" --avoid "DE"'


@pytest.mark.parametrize("text", ["", "?", "1234", "XX", "x" * 500])
def test_what_is_like_no_country_is_told_how_to_write_one(text: str) -> None:
    assert "did you mean" not in describe_strange(text)[1]
    assert "ISO 3166" in describe_strange(text)[1]
