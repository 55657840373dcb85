"""Text from files and visitors never becomes markup, script or an unsafe link, wherever it enters the page."""

from __future__ import annotations

import json
from functools import cache

import pytest

from routes.maps.html import linked
from routes.maps.page import build_page, format_json
from tests.maps.documents import Document, bare
from tests.maps.hostile import APART, PAYLOADS, PLACES, Build, fill_answers, fill_places, mark
from tests.maps.reading import Page, digest

PLAIN = "x"


@cache
def _filled(payload: str) -> list[tuple[Build, Document, tuple[str, ...]]]:
    return list(fill_answers(payload))


@cache
def _plain_page() -> tuple[set[str], set[str], list[str]]:
    """Return the elements, the attributes and the scripts of pages whose texts are plain."""
    pages = [Page(build_page(document)) for _, document, _ in _filled(PLAIN)]
    tags = {tag for page in pages for tag, _ in page.tags}
    return tags, {name for page in pages for _, attrs in page.tags for name in attrs}, pages[0].inline_scripts


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_stays_text(payload: str) -> None:
    tags, names, scripts = _plain_page()
    for _, document, _ in fill_answers(payload):
        page = Page(build_page(document))
        assert not page.errors
        assert page.inline_scripts == scripts, "the scripts that run hold no text from data"
        assert all(digest(script) in page.policy for script in page.inline_scripts)
        assert {tag for tag, _ in page.tags} <= tags
        assert {name for _, attrs in page.tags for name in attrs} <= names
        assert all(href.startswith("https://") or href.startswith("http://") for href in page.attribute("href"))


def _count_shown(document: Document, place: str) -> int:
    page = Page(build_page(document))
    return f"{page.text} {json.dumps(page.drawing)} {json.dumps(page.data('answer'))}".count(mark(place).strip())


@pytest.mark.parametrize("place", PLACES)
def test_all_places_at_once_show_what_each_shows_alone(place: str) -> None:
    most = 0
    for build, together, places in _filled(PLAIN):
        if place in places and (most == 0 or place in APART):
            alone, _ = fill_places(build, [place], PLAIN)
            most = _count_shown(alone, place)
            assert _count_shown(together, place) >= most
    assert most, "some answer has this text"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_is_shown_as_it_is(payload: str) -> None:
    document = bare()
    document["notes"] = [payload]
    page = Page(build_page(document))
    assert " ".join(f"Note: {payload}.".split()) in page.text
    assert page.data("answer")["notes"] == [payload]


def test_json_cannot_end_its_element() -> None:
    text = format_json(list(PAYLOADS))
    assert not set(text) & set("<>&\u2028\u2029")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("data:text/html,<b>", "data:text/html,&lt;b&gt;"),
        ("see HTTPS", "see HTTPS"),
        (
            "http://a.org/x?a=1&b=2.",
            '<a href="http://a.org/x?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">a.org/x?a=1&amp;b=2</a>.',
        ),
        (
            'https://a.org/"onclick="x',
            '<a href="https://a.org/" rel="noopener noreferrer" target="_blank">a.org/</a>&quot;onclick=&quot;x',
        ),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(text: str, html: str) -> None:
    assert linked(text) == html
