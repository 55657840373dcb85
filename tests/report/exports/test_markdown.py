"""Markdown, read back by markdown-it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from routes.report.exports.formats import build_export
from routes.report.exports.texts import clean_line, escape_markdown
from tests.maps.documents import latest_departure
from tests.report.exports.answers import JOURNEYS, PAYLOADS, hostile, other_ways, real, two_readings

ALLOWED = {"h1", "h2", "h3", "p", "strong", "blockquote", "ul", "li", "a"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


class Page(HTMLParser):
    """The tags of a page, its links, and the text of its cells, headings and items in order."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(MarkdownIt("commonmark").enable("table").render(markdown))
        self.texts = [text.strip() for text in self.texts]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag in ("td", "th", "h1", "li", "p"):
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


def read(document: Any) -> Page:
    return Page(build_export(document, "md"))


@pytest.mark.parametrize("name", [*JOURNEYS, "compare", "reach"])
def test_it_tells_the_sentence_sources_assumptions_and_knowledge(name: str) -> None:
    document = JOURNEYS[name]() if name in JOURNEYS else real(name)
    page = read(document)
    text = unquote("\n".join(page.texts))  # a link is shown with its letters
    assert set(page.tags) <= ALLOWED
    assert clean_line(document["quote"]["en"]) in text and "AS OF" in text
    for assumption in document["assumptions"]:
        assert assumption["key"] in page.texts and unquote(assumption["source"]) in text
    for leg in (document["itinerary"] or {"legs": []})["legs"]:
        assert unquote(leg["source"]) in text and leg["line"] in text
    assert f"tzdata {document['tzdata']}" in text


def test_stops_stand_in_order_with_offsets() -> None:
    texts = read(latest_departure()).texts
    at = texts.index("leave")
    assert texts[at - 1] == "Pyongyang" and texts[at + 1] == "Mon 11 Sep 2023 14:45 UTC+9"
    assert "Mon 11 Sep 2023 16:45 UTC+9" in texts, "the arrival at Tumangang"
    assert "never" in read(two_readings()).texts and "never" not in texts


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_shown_letter_by_letter(payload: str) -> None:
    page, plain = read(hostile(payload)), read(latest_departure())
    assert set(page.tags) <= ALLOWED
    assert page.tags.count("td") == plain.tags.count("td") and page.tags.count("tr") == plain.tags.count("tr")
    assert not page.links
    assert page.texts[0].split() == clean_line(payload).split()
    cells = {" ".join(text.split()) for text in page.texts}
    assert " ".join(clean_line(payload).split()) in cells


def test_addresses_are_links_and_others_are_not() -> None:
    document = latest_departure()
    document["sources"] = [{"title": "a", "url": "https://example.org/a_b*c?d=1"}, {"url": "javascript:alert(1)"}]
    links = read(document).links
    assert "https://example.org/a_b*c?d=1" in links and all(link.startswith(("http://", "https://")) for link in links)


def test_numbers_keep_their_point() -> None:
    assert escape_markdown("66.3 km") == "66.3 km" and escape_markdown("3. third") == "3\\. third"


def test_other_ways_have_their_own_legs() -> None:
    assert read(other_ways()).texts.count("Khasan – Ussuriysk") == 2
    assert "## Way 2: 200 km" in build_export(other_ways(), "md")
