"""The page as a whole: its structure, its policy, what it loads, and same input, same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import routes.maps.leaflet
import routes.maps.page
from routes.errors import UsageError
from routes.maps.page import build_page, build_program
from tests.maps.documents import ALL, latest_departure, two_readings
from tests.maps.reading import Page, digest

Build = Callable[[], dict[str, Any]]
SCRIPTS = [digest(script) for script in Page(build_page(latest_departure())).inline_scripts]
FOLDER = Path(routes.maps.page.__file__).parent


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_page_is_well_formed(build: Build) -> None:
    page = Page(build_page(build()))
    assert not page.errors
    names = [tag for tag, _ in page.tags]
    assert [names.count(n) for n in ("html", "head", "body", "main", "h1")] == [1] * 5
    assert names.index("title") < names.index("body"), "the title of the page; pictures in it have their own"
    assert dict(page.tags)["html"] == {"lang": "en"}


def test_title_names_question_and_ends() -> None:
    text = build_page(latest_departure())
    assert "<title>Latest departure: Pyongyang → Khasan, by Mon 11 Sep 2023 24:00 Vladivostok</title>" in text


def test_reader_may_zoom() -> None:
    text = build_page(latest_departure())
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert "user-scalable" not in text


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_policy_has_the_hash_of_each_inline_script_and_style(build: Build) -> None:
    page = Page(build_page(build()))
    assert [digest(script) for script in page.inline_scripts] == SCRIPTS
    assert all(digest(script) in page.policy for script in page.inline_scripts)
    assert all(digest(style) in page.policy for style in page.inline_styles)
    assert page.policy.startswith("default-src 'none'")
    assert "unsafe" not in page.policy


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_nothing_is_loaded(build: Build) -> None:
    page = Page(build_page(build()))
    loading = [(tag, attrs) for tag, attrs in page.tags if "src" in attrs or (tag == "link" and "href" in attrs)]
    assert not loading
    assert "://" not in page.policy
    assert "connect-src 'none'" in page.policy
    assert not any(re.search(r"""url\((?!["']?data:)|@import""", style) for style in page.inline_styles)


def test_tiles_are_loaded_only_from_a_page_made_with_them() -> None:
    page = Page(build_page(latest_departure(), tiles=True))
    assert re.findall(r"https://[\w.]+", page.policy) == ["https://tile.openstreetmap.org"]
    assert page.drawing["tiles"]["url"].startswith("https://tile.openstreetmap.org/")
    assert Page(build_page(latest_departure())).drawing["tiles"] is None


def test_leaflet_is_credited_in_every_page() -> None:
    text = build_page(latest_departure())
    assert "Copyright (c) 2010-2022, Volodymyr Agafonkin" in text
    assert "Redistributions in binary form must reproduce" in text


def test_checkout_without_leaflet_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(routes.maps.leaflet, "_FOLDER", tmp_path)
    build_program.cache_clear()
    with pytest.raises(UsageError) as fault:
        build_page(latest_departure())
    assert "make demo" in fault.value.hint


def test_nothing_has_a_handler_or_a_style_of_its_own() -> None:
    names = {name for _, attrs in Page(build_page(two_readings())).tags for name in attrs}
    assert not [name for name in names if name.startswith("on") or name in ("style", "srcdoc")]


def test_answer_stands_whole_in_the_page() -> None:
    assert Page(build_page(latest_departure())).data("answer") == latest_departure()


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_same_answer_gives_same_bytes(build: Build) -> None:
    assert build_page(build()) == build_page(build())


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from routes.maps.page import build_page; from tests.maps.documents import latest_departure; "
        "print(hashlib.sha256(build_page(latest_departure()).encode()).hexdigest())"
    )
    command = [sys.executable, "-c", code]
    first, second = (
        subprocess.run(command, cwd=FOLDER.parents[1], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert first == second


def test_document_is_not_altered() -> None:
    document = latest_departure()
    build_page(document)
    assert document == latest_departure()


@pytest.mark.parametrize("name", [path.name for path in sorted(FOLDER.glob("*.js"))])
def test_script_sets_text_only(name: str) -> None:
    script = (FOLDER / name).read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "new Date",
        "toLocale",
    ):
        assert word not in script, word
