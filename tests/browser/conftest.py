"""A real Chromium for the tests of this folder: without one they are skipped with a reason, and in CI they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.browser.opening import Opener

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]


def _missing(what: str) -> NoReturn:
    """Skip on a developer's machine, fail in CI, where `make browser` has run."""
    reason = f"no {what}: `make browser` installs it"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)  # a browser is 300 MB to fetch; in CI it has failed above


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Playwright")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        _missing("Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opener(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open pages from files, with the network cut."""
    made = Opener(browser, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core's script, which `make browser` fetched."""
    path = ROOT / ".browser" / "axe.min.js"
    if not path.is_file():
        _missing("axe-core")
    return path.read_text(encoding="utf-8")
