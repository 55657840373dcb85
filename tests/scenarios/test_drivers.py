"""What drives the spread of real answers: by kind and country, and summing to the width."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.sentences_why import format_width
from tests.build import at

AS_OF = "2023-09-11 09:00 Asia/Seoul"


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=at("2026-12-01T00:00Z"))


def seconds(start: dict[str, str], end: dict[str, str]) -> float:
    return (datetime.fromisoformat(end["utc"]) - datetime.fromisoformat(start["utc"])).total_seconds()


def drivers(document: dict[str, Any]) -> dict[tuple[str, str | None], dict[str, Any]]:
    """Return the drivers by kind and country."""
    return {(d["kind"], d["country"]): d for d in document["answer"]["drivers"]}


def settings(document: dict[str, Any], *, but: str = "") -> list[str]:
    """Return what makes every assumption certain, but those that begin so."""
    return [f"{a['key']}={a['value']}" for a in document["assumptions"] if not (but and a["key"].startswith(but))]


def latest(data: Routes, **given: Any) -> dict[str, Any]:
    return data.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF, **given)


def test_shares_of_a_latest_departure_sum_to_the_width(data: Routes) -> None:
    document = latest(data)
    row, found = document["answer"]["depart_by"], document["answer"]["drivers"]
    assert sum(d["share_s"] for d in found) == seconds(row["safe"], row["too_late_after"])
    assert sum(d["share"] for d in found) == pytest.approx(1, abs=0.001)
    assert [d["share_s"] for d in found] == sorted((d["share_s"] for d in found), reverse=True)


def test_shares_of_an_arrival_sum_to_its_width(data: Routes) -> None:
    document = data.arrival("Khasan", "Moscow", depart="2023-09-11 12:00", as_of=AS_OF)
    arrive = document["answer"]["arrive"]
    assert sum(d["share_s"] for d in document["answer"]["drivers"]) == seconds(arrive["early"], arrive["late"])


def test_kinds_and_countries_stay_apart(data: Routes) -> None:
    found = drivers(latest(data))
    assert {("running", "KP"), ("running", "RU"), ("pace", None), ("gauge", "KP"), ("border", "RU")} <= set(found)
    assert found["hold", "KP"]["keys"] == ["hold.pyongyang-tumangang"]
    assert found["stop", "KP"]["keys"] == ["stop.chongjin", "stop.hamhung", "stop.kilju"]


def test_one_uncertain_assumption_has_the_whole_width(data: Routes) -> None:
    document = latest(data, settings=settings(latest(data), but="hold"))
    (only,) = document["answer"]["drivers"]
    assert (only["kind"], only["country"], only["share"]) == ("hold", "KP", 1)
    width = format_width(document["answer"])
    assert width.endswith("is holding in North Korea.")


def test_without_spread_nothing_drives_it(data: Routes) -> None:
    document = latest(data, settings=settings(latest(data)))
    assert document["answer"]["drivers"] == []
    assert format_width(document["answer"]) == ""
