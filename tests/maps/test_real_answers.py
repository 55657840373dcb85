"""Every kind of question, answered from the packaged data, becomes a page, and the hand-made answers are like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

import routes
from routes.api import Routes
from routes.maps.page import build_page
from routes.report.document import Document
from routes.sentences import format_arrival
from tests.maps import documents
from tests.maps.reading import Page

ENDS = ("Pyongyang", "Vladivostok")
AS_OF = "2023-09-11 09:00 Asia/Seoul"
SEEN_AS_OF = "2019-04-24 11:00 Asia/Vladivostok"
NOT_BEFORE = "Tumangang not before 2023-09-12 {}"
ASK: dict[str, Callable[[Routes], Document]] = {
    "latest-departure": lambda d: d.latest_departure(*ENDS, arrive="by Tuesday", as_of=AS_OF),
    "two days": lambda d: d.latest_departure(*ENDS, arrive="Monday or Tuesday", as_of=AS_OF),
    "another confidence": lambda d: d.latest_departure(*ENDS, arrive="by Tuesday", as_of=AS_OF, confidence=0.8),
    "out of reach": lambda d: d.latest_departure(*ENDS, arrive="by Monday", as_of=AS_OF),
    "with reasons": lambda d: d.latest_departure(*ENDS, arrive="by Tuesday", as_of=AS_OF, why=True),
    "windows": lambda d: d.latest_departure(
        *ENDS, arrive="by Tuesday", as_of=AS_OF, windows=["Tumangang 06:00-22:00", "Vladivostok daylight"]
    ),
    "never safe": lambda d: d.latest_departure(
        *ENDS, arrive="by Tuesday", as_of=AS_OF, windows=[NOT_BEFORE.format("14:30")]
    ),
    "never even": lambda d: d.latest_departure(
        *ENDS, arrive="by Tuesday", as_of=AS_OF, windows=[NOT_BEFORE.format("15:30")]
    ),
    "deadline of a train that was seen": lambda d: d.latest_departure(
        *ENDS, arrive="by Tuesday", seen=["dep Pyongyang 2023-09-10 17:00 +-1h"], as_of=AS_OF
    ),
    "arrival": lambda d: d.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40"),
    "seen": lambda d: d.ask("seen at Khasan 10:40, when in Vladivostok?", as_of=SEEN_AS_OF),
    "not seen": lambda d: d.arrival(
        "Khasan",
        "Vladivostok",
        seen=["dep Khasan 2019-04-24 11:40 +-10m"],
        not_seen=["Vladivostok by 16:00"],
        as_of="2019-04-24 18:00 Asia/Vladivostok",
    ),
    "distance": lambda d: d.distance(*ENDS),
    "claim": lambda d: d.feasible(*ENDS, left="2023-09-10", arrive="by Tuesday", as_of=AS_OF),
    "claim in words": lambda d: d.ask("can it be there by Tuesday noon if it leaves at 15:00 today?"),
    "claim by air": lambda d: d.feasible(*ENDS, left="2023-09-10", arrive="by Tuesday", as_of=AS_OF, mode="air"),
    "arrival by air": lambda d: d.arrival(*ENDS, depart="2023-09-11 10:00", as_of=AS_OF, mode="air"),
    "deadline by air": lambda d: d.latest_departure(*ENDS, arrive="by Tuesday", as_of=AS_OF, mode="air"),
    "distance by air": lambda d: d.distance(*ENDS, mode="air"),
    "reach": lambda d: d.reach("Pyongyang", left="2023-09-10 17:00", at="2023-09-12 06:00", as_of="2023-09-12"),
    "compare": lambda d: d.compare(
        "Pyongyang", "Vladivostok,Moscow,Dandong", by="train,plane", arrive="by Tuesday", as_of=AS_OF, geometry=True
    ),
    "reach by air": lambda d: d.reach(
        "Pyongyang", left="2023-09-10 17:00", at="2023-09-11 06:00", as_of="2023-09-12", mode="air"
    ),
    "reach before it left": lambda d: d.reach(
        "Pyongyang", left="2023-09-10 17:00", at="2023-09-10 12:00", as_of="2023-09-12"
    ),
    "scenario": lambda d: d.answer(d.scenario("khasan-2019")),
    "scenario of a deadline": lambda d: d.answer(d.scenario()),
}


@pytest.fixture(scope="module")
def answers() -> dict[str, Document]:
    data = routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))
    return {kind: ask(data) for kind, ask in ASK.items()}


@pytest.fixture(scope="module")
def pages(answers: dict[str, Document]) -> dict[str, Page]:
    return {kind: Page(build_page(document)) for kind, document in answers.items()}


def document_hash(document: Document) -> str:
    return f"SHA-256 {document['input']['sha256']}."


def test_page_is_drawn_for_every_kind_of_answer(answers: dict[str, Document], pages: dict[str, Page]) -> None:
    for kind, page in pages.items():
        assert not page.errors, kind
        assert page.data("answer") == answers[kind], kind
        assert "Pyongyang" in page.text or "Vladivostok" in page.text, kind
        assert document_hash(answers[kind]) in page.text, kind
        assert not {"None", "null", "nan"} & set(page.text.split()), kind


def test_page_has_the_whole_answer(answers: dict[str, Document], pages: dict[str, Page]) -> None:
    for kind, page in pages.items():
        document = answers[kind]
        assert document["quote"]["en"] in page.text, kind
        if document["question"]["kind"] not in ("distance", "compare", "reach"):
            assert ("Deadlines on the way" in page.text) == ("deadlines" in document["answer"]), kind
            leads = ("even odds: ", "out of reach: ", format_arrival(document).lower())
            assert any(lead in page.text.lower() for lead in leads), kind
        assert all(f"Note: {' '.join(note.split())}." in page.text for note in document["notes"]), kind


def test_track_of_a_plane_is_never_told(pages: dict[str, Page]) -> None:
    for kind in ("arrival by air", "deadline by air", "distance by air"):
        assert "track" not in pages[kind].text.replace("of trains come from slow trains on poor track", ""), kind


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("another confidence", "safe 80% even odds too late after"),
        ("out of reach", "Out of reach: with even one chance in ten, it had to leave Pyongyang by Sun 10 Sep"),
        ("with reasons", "What would turn the headline"),
        ("windows", "Waits for: Tumangang 06:00–22:00 local to go on; Vladivostok daylight to arrive."),
        ("never safe", "Pyongyang leave never "),
        ("never even", "Even odds: never, however early it leaves Pyongyang."),
        ("deadline of a train that was seen", "Seen leaving Pyongyang Sun 10 Sep 2023 17:00 Pyongyang (±1 h 00)."),
        ("seen", "Seen arriving at Khasan Wed 24 Apr 2019 10:40 Vladivostok (±10 min)."),
        ("seen", "a departure Wed 24 Apr 15:"),
        ("not seen", "not seen arriving at Vladivostok by Wed 24 Apr 2019 16:00 Vladivostok."),
        ("claim", 'Left "2023-09-10": read generously, from its first instant'),
        ("claim by air", "By plane: credible. In time with >99%."),
        ("arrival by air", "of way (geodesic)"),
        ("reach", "Even odds or more as far as Manzhouli, 1,989 km along the track (54%)."),
        ("reach", "Left Sun 10 Sep 2023 17:00 Pyongyang."),
        ("reach before it left", "By then it has not left"),
        ("compare", "Closed: Moscow Yaroslavsky by train."),
        ("compare", "Open: even odds can still be had"),
        ("claim", "What is claimed, against what is possible"),
        ("latest-departure", "running 32 h 11 25 h 04 41 h 08"),
        ("latest-departure", "voluntary holding, in 50% of journeys"),
        ("latest-departure", "Chance of being in time, by when it leaves Pyongyang; clock of Pyongyang (UTC+9)"),
        ("latest-departure", "Watch: not gone from Tumangang by Tue 12 Sep "),
    ],
)
def test_page_says(pages: dict[str, Page], kind: str, words: str) -> None:
    assert words in pages[kind].text


def paths(value: object, path: str = "") -> Iterator[str]:
    """Yield each key of a document with those above it; items of a list, and stations by code, count as one.

    A stamp has no keys of its own, as it may be null.
    """
    if isinstance(value, dict) and "local" not in value:
        for key, inner in value.items():
            here = f"{path}.{'*' if path == '.stations' else key}"
            yield here
            yield from paths(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{path}[]")


@pytest.mark.parametrize(
    ("build", "kind"),
    [
        (documents.latest_departure, "scenario of a deadline"),
        (documents.arrival, "scenario"),
        (documents.seen, "not seen"),
        (documents.feasible, "claim in words"),
        (documents.distance, "distance"),
        (documents.by_air, "arrival by air"),
        (documents.reach, "reach"),
        (documents.compare, "compare"),
        (documents.two_readings, "two days"),
        (documents.never_safe, "never safe"),
        (documents.never_even, "never even"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_answer_made_by_hand_has_the_keys_of_a_real_one(
    answers: dict[str, Document], build: Callable[[], Document], kind: str
) -> None:
    made, real = set(paths(build())), set(paths(answers[kind]))
    # What the one question has and another of its kind may not: sources, windows, what is learned, names by language,
    # and the line of a ship.
    optional = (
        ".sources",
        ".question.windows",
        ".answer.shut",
        ".assumptions[].learned",
        ".names.",
        ".departures[]",
        ".claims[].legs[].geometry",
        ".words",
        ".understood",
    )
    assert {p for p in made ^ real if not any(part in p for part in optional)} == set()
