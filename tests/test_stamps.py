"""Times as words: readings of one line on a clock that is put back between them each say their offset."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routes import clock
from routes.maps.panel import build_panel
from routes.maps.speech import find_speech
from routes.sentences import format_arrival
from routes.stamps import format_each, list_offsets
from tests.maps.documents import arrival

PUT_BACK = datetime(2019, 10, 27, 1, tzinfo=UTC)
BRUSSELS = "Europe/Brussels"


def test_readings_of_a_doubled_hour_say_their_offset() -> None:
    two = [clock.stamp(PUT_BACK + timedelta(minutes=m), BRUSSELS) for m in (-54, 46)]
    assert format_each(two) == ["Sun 27 Oct 02:06 UTC+2", "Sun 27 Oct 02:46 UTC+1"]
    assert format_each([two[0], None]) == ["Sun 27 Oct 02:06", "never"]
    assert format_each([]) == []


@given(st.lists(st.integers(-3, 3), max_size=4))
def test_offsets_are_said_by_all_or_by_none(hours: list[int]) -> None:
    stamps = [clock.stamp(PUT_BACK + timedelta(hours=h), BRUSSELS) for h in hours]
    said = list_offsets(stamps)
    assert set(said) in ({" UTC+1", " UTC+2"}, {""}, set())
    assert len(set(said)) == 2 or len({h >= 0 for h in hours}) < 2


def test_headline_and_table_of_a_page_tell_a_doubled_hour_apart() -> None:
    document = copy.deepcopy(arrival())
    stamps = [clock.stamp(PUT_BACK + timedelta(minutes=m), BRUSSELS) for m in (-54, 46, 176)]
    document["answer"]["arrive"] = dict(zip(("early", "expected", "late"), stamps, strict=True))
    document["itinerary"]["events"][-1] |= dict(zip(("early", "time", "late"), stamps, strict=True))
    said = format_arrival(document)
    assert "02:46 UTC+1 local (01:46 UTC); early Sun 27 Oct 2019 02:06 UTC+2, late" in said
    assert build_panel(document).replace("\N{NO-BREAK SPACE}", " ").count("02:06 UTC+2") >= 2
    for lang in ("ru", "ko"):
        speech = find_speech(lang)
        assert speech and "02:06 UTC+2" in (speech.say(said) or "")
