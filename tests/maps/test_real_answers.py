"""Every kind of question, answered from the packaged data, becomes a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import routes
from routes.api import Routes
from routes.maps.page import build_page
from routes.report.document import Document


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))


def answers(data: Routes) -> dict[str, Document]:
    ends = ("Pyongyang", "Vladivostok")
    return {
        "latest-departure": data.latest_departure(*ends, arrive="by Tuesday", as_of="2023-09-11"),
        "two days": data.latest_departure(*ends, arrive="Monday or Tuesday", as_of="2023-09-11"),
        "by chance": data.latest_departure(*ends, arrive="by Tuesday", as_of="2023-09-11", confidence=0.9),
        "arrival": data.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40"),
        "distance": data.distance(*ends),
        "feasible": data.ask("can it be there by Tuesday noon?"),
        "scenario": data.answer(data.scenario("khasan-2019")),
    }


def test_page_is_drawn_for_every_kind_of_answer(data: Routes) -> None:
    for kind, document in answers(data).items():
        page = build_page(document)
        assert "Vladivostok" in page, kind
        assert "</html>" in page, kind
