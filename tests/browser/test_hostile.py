"""Hostile text in every place of a page, opened in a real browser: no script runs, and no page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import Template, TemplateSyntaxError

from routes.maps import html, page
from routes.maps.page import build_page
from tests.browser.opening import Opener
from tests.browser.test_page import DRAWN, count_drawn
from tests.maps.documents import bare
from tests.maps.hostile import PAYLOADS, fill_answers

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLICK_ALL = """document.querySelectorAll(".leaflet-marker-pane .symbol, .leaflet-overlay-pane path.leaflet-interactive")
  .forEach((shape) => shape.dispatchEvent(new MouseEvent("click", { bubbles: true })))"""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_runs_no_script_and_breaks_no_page(opener: Opener, payload: str) -> None:
    opened = opener.open("<p>before</p>", width=500, height=400, reduced_motion="reduce")
    for build, document, _ in fill_answers(payload):
        opener.turn(opened, build_page(document))
        assert opened.evaluate(DRAWN) >= count_drawn(document), build
        opened.evaluate(CLICK_ALL)
        assert opened.evaluate("typeof L.version") == "string", build
        assert not opener.faults, build
        assert len(opener.requests) == 1, build


# A page that writes TEXT as no page may, for each payload: what that does is what the test above would see.
RUN, WHOLE = "<script>const s = `TEXT`;</script>", "<script>window.isWhole = true;</script>"
MISTAKES = (
    '<script>const s = "TEXT";</script>',
    '<script>const s = "TEXT";</script>',
    RUN,
    RUN,
    '<input value="TEXT">',
    "<input value='TEXT'>",
    RUN,
    "<script>// TEXT</script>",
    "<title>TEXT</title>",
    '<a href="TEXT">a link</a><script>document.links[0].click();</script>',
)


def is_caught(opener: Opener, opened: Page, html: str) -> bool:
    """Return whether a page that should run to its end has a fault, or does not."""
    opener.turn(opened, html + WHOLE)
    opened.wait_for_timeout(30)
    return bool(opener.faults) or not opened.evaluate("window.isWhole")


def test_each_payload_would_be_seen_where_a_page_is_unsafe(opener: Opener) -> None:
    opened = opener.open("<p>before</p>")
    for payload, mistake in zip(PAYLOADS, MISTAKES, strict=False):
        assert not is_caught(opener, opened, mistake.replace("TEXT", "#plain")), payload
        assert is_caught(opener, opened, mistake.replace("TEXT", payload)), payload
    of_jinja, of_format = PAYLOADS[len(MISTAKES) :]
    with pytest.raises(TemplateSyntaxError):
        Template(of_jinja).render()
    with pytest.raises((KeyError, IndexError)):
        of_format.format()


@pytest.mark.parametrize("is_allowed", [True, False], ids=["scripts allowed", "scripts refused"])
def test_our_own_page_would_be_seen_without_its_escaping(
    opener: Opener, monkeypatch: pytest.MonkeyPatch, is_allowed: bool
) -> None:
    monkeypatch.setattr(html, "escape", lambda text, quote=True: text)
    if is_allowed:
        monkeypatch.setattr(page, "_policy", lambda *_, tiles: "img-src 'none'")
    document = bare()
    opened = opener.open("<p>before</p>")
    for payload in (text for text in PAYLOADS if "<" in text and ">" in text):
        document["notes"] = [payload]
        opener.turn(opened, build_page(document), wait=False)
        opened.wait_for_timeout(50)
        assert opener.faults or not opened.locator("#answer").count(), payload
