"""Names on the map, measured in a real browser: none covers another, and none covers a station or a symbol."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import routes
from routes.maps.look import Look
from routes.maps.page import build_page
from routes.report.document import Document
from tests.browser.opening import Opener

SCENARIOS = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "data" / "scenarios").glob("*.toml"))
OVERLAPS = """() => {
  const place = (e) => [e.ariaLabel || e.innerText, e.getBoundingClientRect()];
  const read = (kind) => [...document.querySelectorAll(kind)].map(place);
  const [names, signs] = [read(".name:not(.hidden) > span"), read("path[role=button], .symbol")];
  const meets = (a, b, px) =>
    a.left + px < b.right && b.left + px < a.right && a.top + px < b.bottom && b.top + px < a.bottom;
  const found = names.flatMap(([text, box], index) => [
    ...names.slice(index + 1).filter((other) => meets(box, other[1], 1)).map((other) => text + " / " + other[0]),
    ...signs.filter((other) => meets(box, other[1], 2)).map((other) => text + " over " + other[0]),
  ]);
  return [names.length, found];
}"""


@pytest.fixture(scope="module")
def answers() -> dict[str, Document]:
    """Return an answer for each bundled scenario, and the two kinds that draw most places."""
    data = routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))
    found = {name: data.answer(data.scenario(name)) for name in SCENARIOS}
    left, as_of = "2023-09-10 17:00", "2023-09-12"
    found["reach"] = data.reach("Pyongyang", left=left, at="2023-09-12 06:00", as_of=as_of)
    found["reach by air"] = data.reach("Pyongyang", left=left, at="2023-09-11 06:00", as_of=as_of, mode="air")
    return found


@pytest.mark.parametrize("lang", ["", "ko"])
@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("kind", [*SCENARIOS, "reach", "reach by air"])
def test_names_cover_neither_each_other_nor_a_sign(
    opener: Opener, answers: dict[str, Document], kind: str, width: int, lang: str
) -> None:
    page = opener.open(build_page(answers[kind], look=Look(lang=lang)), width=width)
    page.wait_for_timeout(150)  # until the strip below has its height, and the map its own
    count, found = page.evaluate(OVERLAPS)
    assert count >= 8
    assert found == []
