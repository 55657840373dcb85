"""Pages opened from files as a reader does, with the network cut and every request and fault noted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DRAWN = "html[data-drawn]"


class Opener:
    """One browser context for each page opened; `requests` and `faults` are those of the last page."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.requests: list[str] = []
        self.faults: list[str] = []
        self._contexts: list[Any] = []

    def open(self, html: str, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        """Return the page of a text, loaded from a file in a window of a size."""
        context = self.browser.new_context(offline=True, viewport={"width": width, "height": height}, **options)
        self._contexts.append(context)
        page = context.new_page()
        self.watch(page)
        self.turn(page, html, wait=options.get("java_script_enabled", True))
        return page

    def turn(self, page: Page, html: str, *, wait: bool = True) -> None:
        """Load another text in an open page, as if it were opened anew; requests and faults are counted from here.

        `wait` until its map is drawn, if it has one.
        """
        path = self.folder / "page.html"
        path.write_text(html, encoding="utf-8")
        self.requests.clear()
        self.faults.clear()
        page.goto(path.as_uri())
        if wait and 'id="drawing"' in html:
            page.wait_for_selector(DRAWN, state="attached")

    def watch(self, page: Page) -> None:
        """Note what a page asks for, and what it complains of."""
        self.requests, self.faults = [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("dialog", self._refuse)

    def _refuse(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        """Close what was opened."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
