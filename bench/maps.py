"""What pages cost beside stock folium on the same data: bytes, time to build, and until a browser shows them.

Building is told in milliseconds of the processor, which other work on the machine lengthens little; a page is ready
by the clock, and the time of the processor that its drawing took of that stands beside it.

Folium's own pages load Leaflet from the network, which is cut here: they are given it from this checkout at once.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
# Kept by the page itself: whoever asks for it while the page is drawn takes time from that. Ours tells when it has
# drawn; Folium's has when it is loaded. Two frames later that is on the screen.
READY = """window.ready = new Promise((done) => {
  const paint = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  if (!tells) return addEventListener("load", paint);
  new MutationObserver((_, watch) => {
    if (!document.documentElement.dataset.drawn) return;
    watch.disconnect();
    paint();
  }).observe(document, { subtree: true, attributeFilter: ["data-drawn"] });
})"""
FLOWS, PLACES = 10_000, 400


class Case(NamedTuple):
    """A map: what builds our page and stock folium's, and the goals for ours in kB and ms (build, ready)."""

    name: str
    build: Callable[[], str]
    peer: Callable[[], str]
    goals: tuple[float | None, float, float]


class Ready(NamedTuple):
    """Milliseconds until a page is ready, by the clock and of the processor."""

    clock: float
    busy: float


def list_cases() -> list[Case]:
    """Return the maps that are timed, their data computed beforehand."""
    from datetime import UTC, datetime

    import routes
    from routes.maps.flows import build_flow_page
    from routes.maps.page import build_page
    from tests.maps.flows import many_flows

    data = routes.load(now=datetime(2023, 9, 11, tzinfo=UTC))
    region = data.answer(data.scenario("vladivostok-2023"))
    far = data.latest_departure("Moscow", "Pyongyang", arrive="by Friday")
    left, by = "2023-09-10 17:00", "by Tue 24:00"
    others = {
        "a comparison": data.compare(
            "Pyongyang", ["Vladivostok", "Vostochny", "Khabarovsk"], by="train,plane", arrive=by
        ),
        "a claim": data.feasible("Pyongyang", "Vladivostok", left=left, arrive=by),
        "a reach": data.reach("Pyongyang", left=left, at="2023-09-12 06:00"),
        "two readings": data.latest_departure("Pyongyang", "Vladivostok", arrive="Monday or Tuesday"),
    }
    flows = many_flows(FLOWS)
    lines = [[tuple(flows.places[end][1]) for end in flow[:2]] for flow in flows.flows]
    return [
        Case("a region, by rail", lambda: build_page(region), lambda: draw_stock(_legs(region)), (300, 500, 500)),
        Case("Moscow to Pyongyang", lambda: build_page(far), lambda: draw_stock(_legs(far)), (600, 500, 500)),
        *(
            Case(name, partial(build_page, other), partial(draw_stock, _legs(other)), (300, 500, 500))
            for name, other in others.items()
        ),
        Case(f"{FLOWS:,} flows", lambda: build_flow_page(flows), lambda: draw_stock(lines), (None, 1000, 1000)),
    ]


def _legs(document: dict[str, Any]) -> list[list[tuple[float, ...]]]:
    from routes.maps.method import list_drawn_legs

    stations = document["stations"]
    return [
        [(stations[leg[end]]["lat"], stations[leg[end]]["lon"]) for end in ("from", "to")]
        for leg in list_drawn_legs(document)
    ]


def draw_stock(lines: list[list[tuple[float, ...]]]) -> str:
    """Return stock folium's page of lines, each with a tooltip."""
    import folium

    page = folium.Map(location=lines[0][0], zoom_start=4)
    for number, line in enumerate(lines):
        folium.PolyLine(line, tooltip=str(number)).add_to(page)
    html: str = page.get_root().render()
    return html


@contextmanager
def _open_browser() -> Iterator[Browser]:
    """Give a Chromium; raises LookupError, which says what is missing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise LookupError("no Playwright: `make browser` installs it") from None
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise LookupError("no Chromium: `make browser` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _time_ready(browser: Browser, html: str) -> Ready:
    """Return the milliseconds from the opening of a page until it has been painted, and those of them busy."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    watch = context.new_cdp_session(page)
    watch.send("Performance.enable", {"timeDomain": "threadTicks"})
    static = ROOT / "routes" / "maps" / "static"
    page.route("http*://**/*", lambda route: route.fulfill(body="", content_type="text/css"))
    page.route("**/leaflet.js", lambda route: route.fulfill(path=static / "leaflet.js"))
    page.route("**/leaflet.css", lambda route: route.fulfill(path=static / "leaflet.css"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(html, encoding="utf-8")
        page.add_init_script(READY.replace("tells", str('id="drawing"' in html).lower()))
        page.goto(path.as_uri(), wait_until="commit")
        asked = {"expression": "ready", "awaitPromise": True, "returnByValue": True}
        spent: float = watch.send("Runtime.evaluate", asked)["result"]["value"]
    metrics = {item["name"]: item["value"] for item in watch.send("Performance.getMetrics")["metrics"]}
    context.close()
    return Ready(spent, metrics["TaskDuration"] * 1000)


def _measure(build: Callable[[], str], browser: Browser | None, runs: int) -> tuple[float, float, Ready | None]:
    """Return kB, median milliseconds to build after a first time, and to be ready; None without a browser."""
    html, built = build(), []
    for _ in range(runs):
        start = time.process_time()
        build()
        built.append((time.process_time() - start) * 1000)
    ready = [_time_ready(browser, html) for _ in range(runs)] if browser else []
    medians = Ready(*map(statistics.median, zip(*ready, strict=True))) if ready else None
    return len(html.encode()) / 1000, statistics.median(built), medians


def print_maps(runs: int) -> dict[str, dict[str, float]]:
    """Print size, build and ready times of our pages beside stock folium's; return ours."""
    try:
        with _open_browser() as browser:
            return _print(runs, browser)
    except LookupError as reason:
        print(f"\nThe times until pages are ready are left out: {reason.args[0]}")
        return _print(runs, None)


def _print(runs: int, browser: Browser | None) -> dict[str, dict[str, float]]:
    ours = f"{'page':28}{'kB':>9}{'build ms':>10}{'ready ms':>10}{'of it busy':>12}"
    print(f"\n{ours}  {'goals':22}{'folium kB':>10}{'build':>8}{'ready':>8}")
    figures = {}
    for case in list_cases():
        size, built, ready = _measure(case.build, browser, runs)
        peer = _measure(case.peer, browser, 1)
        most, goals = case.goals[0], "/".join("-" if goal is None else f"{goal:g}" for goal in case.goals)
        is_slow = built > case.goals[1] or (ready is not None and ready.clock > case.goals[2])
        met = "MISSED" if is_slow or (most is not None and size > most) else "met"
        ours = f"{size:9.0f}{built:10.0f}{_ms(ready):>10}{_ms(ready, 1):>12}"
        print(f"{case.name:28}{ours}  {goals:14}{met:8}{peer[0]:10.0f}{peer[1]:8.0f}{_ms(peer[2]):>8}")
        figures[f"page: {case.name}"] = {"median_ms": round(built, 1)}
    print("Stock folium draws one line object a leg and no ground but tiles; its page needs the network.")
    return figures


def _ms(ready: Ready | None, part: int = 0) -> str:
    return "-" if ready is None else f"{ready[part]:.0f}"
