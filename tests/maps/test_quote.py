"""The sentence to quote on a page: in the language asked for, and never as markup."""

from __future__ import annotations

import pytest

from routes.maps.panel import build_panel
from tests.maps.documents import Document, bare, quoted


def document(lang: str, name: str = "Pyongyang") -> Document:
    found = bare()
    found["question"]["lang"] = lang
    found["stations"]["aa"] |= {"name": name, "names": {"ko": name}}
    return quoted(found)


@pytest.mark.parametrize(("lang", "words"), [("en", "must leave Pyongyang by"), ("ko", "까지는 출발해야 하며")])
def test_quote_is_in_the_language_asked_for(lang: str, words: str) -> None:
    panel = build_panel(document(lang))
    box = panel[panel.index(f'<div class="quote" lang="{lang}">') :].partition("</div>")[0]
    assert words in box


def test_markup_in_a_name_stays_text() -> None:
    for lang in ("en", "ko"):
        panel = build_panel(document(lang, "<img src=x onerror=alert(1)>"))
        assert "<img" not in panel
        assert "&lt;img src=x" in panel[panel.index('class="quote"') :].partition("</div>")[0]


def test_answer_without_a_quote_has_no_box() -> None:
    assert 'class="quote"' not in build_panel(bare())
