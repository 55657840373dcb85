from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.gazetteer.folding import begins_with_words, clean, fold, is_long_enough


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("P’yŏngyang-yŏk", "pyongyang"),
        ("Ulan-Ude", "ulanude"),
        ("Đồng Đăng", "dongdang"),
        ("Артём", "артем"),
        ("станция Хасан", "хасан"),
        ("г. Хабаровск", "хабаровск"),
        ("두만강역", "두만강"),
        ("평양 역", "평양"),
        ("北京站", "北京"),
        ("北京火车站", "北京"),
        ("Ｋｈａｓａｎ", "khasan"),
        ("STRAẞE", "strasse"),
        ("Station", "station"),
        ("역", "역"),
        ("驛站", "驛站"),
        ("Pyongyang airport", "pyongyangairport"),
        ("?!", ""),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Kha\u200bsan\u202e ", "Khasan"),
        ("a\u3000b\u00a0c\td\ne", "a b c d e"),
        ("e\u200b\u0301", "é"),
        ("\ufeff", ""),
        ("\x00\x1b[31mred", "[31mred"),
        ("\ud800x", "x"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("name", "folded", "begins"),
    [
        ("Halle(Saale)Hbf", "halle", True),
        ("Halle(Saale)Hbf", "hallesaale", True),
        ("Halle(Saale)Hbf", "hallesa", False),
        ("Hallein", "halle", False),
        ("Sankt-Peterburg", "sankt", True),
        ("Station Halle", "halle", True),
        ("", "", False),
    ],
)
def test_whole_words_begin_a_name(name: str, folded: str, begins: bool) -> None:
    assert begins_with_words(name, folded) is begins


@pytest.mark.parametrize(
    ("folded", "enough"), [("kha", True), ("kh", False), ("평양", True), ("평", False), ("", False)]
)
def test_two_syllables_or_three_letters_begin_a_name(folded: str, enough: bool) -> None:
    assert is_long_enough(folded) is enough


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text).isprintable()


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
