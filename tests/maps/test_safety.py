"""Text from files and visitors never becomes markup, script or an unsafe link, wherever it enters the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any

import pytest

from routes.maps.html import linked
from routes.maps.page import build_page, format_json
from tests.maps.documents import (
    Document,
    bare,
    by_air,
    compare,
    distance,
    feasible,
    latest_departure,
    reach,
    seen,
)
from tests.maps.reading import Page, digest

PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "${alert(1)}",
    "C:\\2019",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "`+alert(1)+`",
    "line\u2028paragraph\u2029end",
    "]]></title></style><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% for x in y %}",
    "{panel} {0} %s",
)


def _set_stations(document: Document, field: str, text: str) -> None:
    for station in document["stations"].values():
        station[field] = text


TURN: Document = {"value": 9.0, "direction": "above", "now": {"low": 1, "likely": 2, "high": 3}}
PLACES: dict[str, Callable[[Document, str], Any]] = {
    "station name": lambda d, t: _set_stations(d, "name", t),
    "local name": lambda d, t: _set_stations(d, "local_name", t),
    "station source": lambda d, t: _set_stations(d, "source", t),
    "station kind": lambda d, t: _set_stations(d, "kind", t),
    "country": lambda d, t: _set_stations(d, "country", t),
    "scenario": lambda d, t: d["question"].update(scenario=t),
    "title": lambda d, t: d["question"].update(title=t),
    "question": lambda d, t: d["question"].update(set=[t]),
    "train": lambda d, t: d["question"].get("train", {}).update(title=t, origin=t),
    "note": lambda d, t: d.update(notes=[t]),
    "assumption": lambda d, t: d["assumptions"][0].update(key=t, unit=t, source=t, note=t, origin=t, known_from=t),
    "source": lambda d, t: d.update(sources=[{"title": t, "url": t, "says": t, "known_from": t}]),
    "line": lambda d, t: (d["itinerary"] or {"legs": [{}]})["legs"][0].update(line=t, source=t),
    "work": lambda d, t: d["itinerary"] and d["itinerary"]["dwells"].append(d["itinerary"]["dwells"][0] | {"kind": t}),
    "weakest": lambda d, t: d["answer"].get("weakest", {}).update(keys=[t]),
    "tzdata": lambda d, t: d.update(tzdata=t),
    "quote": lambda d, t: d.update(quote={"en": t, "ko": t}),
    "driver": lambda d, t: [row.update(kind=t, keys=[t]) for row in d["answer"].get("drivers", ())],
    "allowance": lambda d, t: [row.update(kind=t) for row in d["answer"].get("allowances", ())],
    "curve": lambda d, t: (d["answer"].get("curve") or {"marks": [{}]})["marks"][0].update(name=t),
    "understood": lambda d, t: d["question"].update(understood=t, words=t),
    "hash": lambda d, t: d.update(input={"sha256": t, "covers": [t]}),
    "cases": lambda d, t: d["assumptions"][0].update(cases=[t]),
    "turning point": lambda d, t: d["answer"].update(turning_points=[TURN | {"key": t, "unit": t, "becomes": t}]),
    "sighting": lambda d, t: [
        r.update(text=t, zone=t) for key in ("seen", "not_seen") for r in d["question"].get(key, ())
    ],
    "assumed of a sighting": lambda d, t: [row.update(assumed=[t]) for row in d["question"].get("seen", ())],
    "name by language": lambda d, t: [station.update(names={t: t}) for station in d["stations"].values()],
    "window": lambda d, t: [row.update(text=t, opens=t, shuts=t, origin=t) for row in d["question"].get("windows", ())],
    "claim": lambda d, t: [claim.update(verdict=t, note=t) for claim in d["answer"].get("claims", ())],
    "claim without a way": lambda d, t: [c.update(basis=None, note=t) for c in d["answer"].get("claims", ())],
    "pace": lambda d, t: [p.update(what=t, year=t) for c in d["answer"].get("claims", ()) for p in c["fastest_paces"]],
    "row": lambda d, t: [row.update(open=t, note=t, train=t) for row in d["answer"].get("rows", ())],
    "way": lambda d, t: [way.update(train=t) for way in d["answer"].get("ways", ())],
    "edge": lambda d, t: [edge.update(line=t, source=t) for edge in d["answer"].get("edges", ())],
    "words of a comparison": lambda d, t: d["question"].update(arrive=t) if "origins" in d["question"] else None,
    "departure": lambda d, t: (d["question"].get("depart") or {}).update(phrase=t),
}


@cache
def _plain_page(build: Callable[[], Document]) -> Page:
    return Page(build_page(build()))


def change_documents(place: str, payload: str) -> Iterator[tuple[Callable[[], Document], Document]]:
    """Yield each answer that has such a text, with the payload in its place."""
    for build in (latest_departure, distance, seen, feasible, by_air, reach, compare):
        document = build()
        PLACES[place](document, payload)
        if document != build():
            yield build, document


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("place", PLACES)
def test_text_stays_text(place: str, payload: str) -> None:
    changed = list(islice(change_documents(place, payload), 2))
    assert changed, "some answer has this text"
    for build, document in changed:
        plain, page = _plain_page(build), Page(build_page(document))
        assert not page.errors
        assert page.inline_scripts == plain.inline_scripts, "the scripts that run hold no text from data"
        assert all(digest(script) in page.policy for script in page.inline_scripts)
        allowed = {tag for tag, _ in plain.tags} | {"dd", "dt", "h2", "ul", "li", "code"}
        assert {tag for tag, _ in page.tags} <= allowed
        assert {name for _, attrs in page.tags for name in attrs} <= {n for _, attrs in plain.tags for n in attrs} | {
            "id"
        }
        assert all(href.startswith("https://") or href.startswith("http://") for href in page.attribute("href"))


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
