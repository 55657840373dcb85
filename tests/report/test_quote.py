"""The sentence to quote, by kind of question and by what has become of its deadline, in English and in Korean."""

from __future__ import annotations

from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.clock import stamp
from routes.report.quote import build_quote, is_unspread
from routes.report.words import format_answer
from tests.build import at

Document = dict[str, Any]
AS_OF = "2023-09-08 09:00 Asia/Seoul"


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=at("2026-12-01T00:00Z"))


def latest(data: Routes, arrive: str = "by Tuesday", as_of: str = AS_OF, **given: Any) -> Document:
    return data.latest_departure("Pyongyang", "Vladivostok", arrive=arrive, as_of=as_of, **given)


def requote(document: Document, **depart_by: Any) -> dict[str, str]:
    """Return the quote of an answer whose departure row is changed."""
    row = document["answer"]["depart_by"] | depart_by
    return build_quote(document | {"answer": document["answer"] | {"depart_by": row}})


def with_readings(document: Document, safe: str | None, even: str | None, last: str | None, *past: str) -> Any:
    """Return the quote with these readings, on the clocks of Pyongyang."""
    given = {"safe": safe, "even": even, "too_late_after": last}
    stamps = {k: v and stamp(at(f"{v} Asia/Pyongyang"), "Asia/Pyongyang") for k, v in given.items()}
    return requote(document, past=list(past), **stamps)


@pytest.fixture(scope="module")
def tuesday(data: Routes) -> Document:
    return latest(data)


def test_latest_departure_is_complete(tuesday: Document) -> None:
    quote = with_readings(tuesday, "2023-09-10 12:59", "2023-09-11 02:30", "2023-09-11 12:00")
    english, caveat = quote["en"].split(". ")
    assert english == (
        "As of 09:00 on Friday 8 September 2023 (Seoul time, UTC+9), to be in Vladivostok by the end of Tuesday "
        "12 September (Vladivostok time, UTC+10) with even odds (50%), the special train must leave Pyongyang by "
        "02:30 on Monday 11 September (Pyongyang time, UTC+9); with 90%, by 12:59 on Sunday 10 September; after "
        "12:00 on Monday 11 September the chance is below 10%"
    )
    assert caveat.startswith("This is a model, not a timetable: ")
    korean, caveat = quote["ko"].split(". ")
    assert korean == (
        "2023년 9월 8일(금) 오전 9시(서울 시각, UTC+9) 기준으로 열차가 블라디보스토크에 9월 12일(화) 밤 12시"
        "(블라디보스토크 시각, UTC+10)까지 도착할 확률이 50%가 되려면 평양에서 9월 11일(월) 오전 2시 30분(평양 시각, "
        "UTC+9)까지는 출발해야 하며, 90%가 되려면 9월 10일(일) 낮 12시 59분까지 출발해야 하고, 9월 11일(월) 낮 12시를 "
        "넘기면 10%에 못 미친다"
    )
    assert caveat.startswith("이는 시간표가 아니라 모형에 따른 추정으로, 전제 ")


def test_question_of_today_needs_no_as_of(data: Routes) -> None:
    document = data.arrival("Khasan", "Vladivostok", depart="2026-12-02 12:00")
    assert document["quote"]["en"].startswith("The special train, leaving Khasan at 12:00 on Wednesday 2 December 2026")
    assert document["quote"]["ko"].startswith(
        "열차가 하산에서 2026년 12월 2일(수) 낮 12시(블라디보스토크 시각, UTC+10)에"
    )


def test_whole_day_is_as_of_its_start(data: Routes) -> None:
    quote = data.distance("Khasan", "Vladivostok", as_of="2023-09-11")["quote"]
    assert quote["en"].startswith("As of the start of Monday 11 September 2023 (Vladivostok time, UTC+10), ")
    assert quote["ko"].startswith("2023년 9월 11일(월) 오전 0시(블라디보스토크 시각, UTC+10) 기준으로 ")


def test_past_safe_reading_says_so(tuesday: Document) -> None:
    quote = with_readings(tuesday, "2023-09-07 12:59", "2023-09-11 02:30", "2023-09-11 12:53", "safe")
    assert "by 12:59 on Thursday 7 September, which is past; after" in quote["en"]
    assert "9월 7일(목) 낮 12시 59분(이미 지남)까지 출발해야 하고" in quote["ko"]


def test_past_even_odds_leave_what_chance_there_is(tuesday: Document) -> None:
    quote = with_readings(tuesday, "2023-09-06 12:59", "2023-09-07 02:30", "2023-09-11 18:00", "safe", "even")
    assert "an even chance of being in Vladivostok by the end of Tuesday 12 September" in quote["en"]
    assert "is past (02:30 on Thursday 7 September" in quote["en"]
    assert "by 18:00 on Monday 11 September it has a 10% chance." in quote["en"]
    assert "평양 출발 시한은 9월 7일(목) 오전 2시 30분(평양 시각, UTC+9)으로 이미 지났고" in quote["ko"]
    assert "9월 11일(월) 오후 6시까지 출발하면 확률은 10%다." in quote["ko"]


def test_deadline_out_of_reach_is_not_put_as_a_choice(data: Routes) -> None:
    quote = latest(data, "by Monday", "2023-09-11 09:00 Asia/Seoul")["quote"]
    assert "cannot be expected in Vladivostok by the end of Monday 11 September" in quote["en"]
    assert "even for a 10% chance it had to leave Pyongyang by " in quote["en"]
    assert "must leave" not in quote["en"]
    assert "까지는 출발했어야 하므로 그때까지 도착하기는 이미 어렵다." in quote["ko"]


def test_deadline_that_is_past_says_so(data: Routes) -> None:
    quote = latest(data, "2023-09-10 12:00", "2023-09-11 09:00 Asia/Seoul")["quote"]
    assert quote["en"].split(". ")[0].endswith("which is past, and that deadline itself is past")
    assert "기한도 이미 지났다." in quote["ko"]


def test_reading_that_no_departure_has(tuesday: Document) -> None:
    quote = with_readings(tuesday, None, "2023-09-11 02:30", "2023-09-11 12:53")
    assert "; no departure has a 90% chance; after" in quote["en"]
    assert "90%가 되는 출발 시각은 없고" in quote["ko"]
    quote = with_readings(tuesday, None, None, "2023-09-11 12:53")
    assert "even chance of being in Vladivostok by the end of Tuesday 12 September" in quote["en"]
    assert "does not exist; leaving by 12:53" in quote["en"]
    assert "시한은 없고" in quote["ko"]
    quote = with_readings(tuesday, None, None, None)
    assert "no departure from Pyongyang has even a 10% chance of being in Vladivostok" in quote["en"]
    assert "언제 출발해도 10%에 못 미친다." in quote["ko"]


def test_each_reading_of_the_question_has_its_sentence(data: Routes) -> None:
    quote = latest(data, "Monday or Tuesday")["quote"]
    assert "by the end of Monday 11 September" in quote["en"]
    assert ". To be in Vladivostok by the end of Tuesday 12 September" in quote["en"]
    assert quote["en"].count("This is a model") == 1
    assert quote["ko"].count("9월 11일(월) 밤 12시") == 1
    assert quote["ko"].count("이는 시간표가 아니라") == 1


def test_years_are_told_where_they_change(data: Routes) -> None:
    document = data.latest_departure("Pyongyang", "Khasan", arrive="2024-01-01 18:00", as_of="2023-12-29")
    assert "by 18:00 on Monday 1 January 2024" in document["quote"]["en"]
    assert " 31 December 2023 (Pyongyang time" in document["quote"]["en"]
    assert "2024년 1월 1일(월) 오후 6시" in document["quote"]["ko"]
    assert "평양에서 2023년 12월 31일(일)" in document["quote"]["ko"]


def test_arrival_tells_the_span(data: Routes) -> None:
    document = data.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of="2019-04-24 11:40 VLAT")
    assert (
        "leaving Khasan at 11:40 on Wednesday 24 April, is expected in Vladivostok at about " in document["quote"]["en"]
    )
    assert ", and with 80% between " in document["quote"]["en"]
    assert "에 출발하면 블라디보스토크에는 4월 24일(수) 오후 " in document["quote"]["ko"]
    assert "쯤 도착할 것으로 보이며, 80% 확률로 오후 " in document["quote"]["ko"]


def test_arrival_that_should_have_happened(data: Routes) -> None:
    quote = data.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of="2023-09-11")["quote"]
    assert ", having left Khasan at 11:40 on Wednesday 24 April 2019, should have reached Vladivostok" in quote["en"]
    assert "출발했다면" in quote["ko"]
    assert "도착했을 것으로 보이며" in quote["ko"]


def test_answer_without_spread_says_that_none_is_assumed(data: Routes) -> None:
    when = "2019-04-24 11:40 VLAT"
    entries = data.arrival("Khasan", "Vladivostok", depart=when, as_of=when)["assumptions"]
    settings = [f"{entry['key']}={entry['value']}" for entry in entries]
    quote = data.arrival("Khasan", "Vladivostok", depart=when, as_of=when, settings=settings)["quote"]
    assert "; no spread is assumed." in quote["en"]
    assert quote["en"].endswith(f"{len(settings)} are set by hand.")
    assert "보인다(편차는 따지지 않음)." in quote["ko"]
    assert quote["ko"].endswith(f"{len(settings)}개는 직접 지정한 값이다.")


def test_readings_of_one_train_are_no_want_of_spread() -> None:
    early, late = {"utc": "2023-09-29T20:00:00Z"}, {"utc": "2023-09-29T22:00:00Z"}
    assert is_unspread({"chance": 1.0, "arrive": {"early": early, "expected": early, "late": early}})
    assert not is_unspread({"chance": 1.0, "arrive": {"early": early, "expected": late, "late": late}})
    assert not is_unspread({"chance": 0.97, "arrive": {"early": early, "expected": early, "late": early}})


def test_chance_after_a_sighting_is_told(data: Routes) -> None:
    seen = ["arr Khasan 2023-09-12 10:00"]
    document = latest(data, "by 2023-09-12 18:00", "2023-09-12 11:00 VLAT", seen=seen)
    chance = f"{document['answer']['on_time']:.0%}"
    assert f"with a chance of {chance}; it is expected there" in document["quote"]["en"]
    assert f"확률은 {chance}이고" in document["quote"]["ko"]


def test_distance_tells_its_basis(data: Routes) -> None:
    quote = data.distance("Khasan", "Vladivostok", as_of="2023-09-11")["quote"]
    assert "from Khasan to Vladivostok it is 373 km (±0.5 km) along the track, reversing at Ussuriysk" in quote["en"]
    assert "The lengths are published ones; " in quote["en"]
    assert "하산에서 블라디보스토크까지는 우수리스크에서 방향을 바꿔 철길로 373km(±0.5km)이며" in quote["ko"]


def test_learned_assumptions_are_counted_with_their_cases(tuesday: Document) -> None:
    first, *rest = (entry | {"cases": []} for entry in tuesday["assumptions"])
    quote = build_quote(tuesday | {"assumptions": [first | {"cases": ["2019 out", "2023 out"]}, *rest]})
    assert "1 is learned from 2 clocked cases" in quote["en"]
    assert "1개는 실측 사례 2건에서 얻은 값" in quote["ko"]


def test_one_guess_is_a_guess(tuesday: Document) -> None:
    first, *rest = (entry | {"cases": [], "source": "https://example.org"} for entry in tuesday["assumptions"])
    total = len(tuesday["assumptions"])
    one = build_quote(tuesday | {"assumptions": [first | {"source": "assumed"}, *rest]})["en"]
    assert one.endswith(f"1 of its {total} assumptions is a guess.")
    none = build_quote(tuesday | {"assumptions": [first, *rest]})["en"]
    assert none.endswith(f"none of its {total} assumptions are guesses.")


def test_language_chooses_which_is_printed(data: Routes) -> None:
    english, korean = (latest(data, lang=lang) for lang in ("en", "ko"))
    assert "\nQuote: As of 09:00" in format_answer(english)
    lines = format_answer(korean).splitlines()
    assert any(line.startswith("Quote: 2023년 9월 8일(금) 오전 9시") for line in lines)
    assert english["quote"] == korean["quote"]


def test_stations_carry_their_names_in_each_language(tuesday: Document) -> None:
    names = {code: station["names"] for code, station in tuesday["stations"].items()}
    assert {code: names[code]["ko"] for code in ("pyongyang", "khasan", "tumangang")} == {
        "pyongyang": "평양",
        "khasan": "하산",
        "tumangang": "두만강",
    }
    assert (names["khasan"]["ru"], names["khasan"]["zh-Hans"]) == ("Хасан", "哈桑")
    assert not [lang for own in names.values() for lang in own if lang in ("en", "und") or lang.endswith("-Latn")]
    without = {code: s | {"names": {}} for code, s in tuesday["stations"].items()}
    assert "Pyongyang에서" in build_quote(tuesday | {"stations": without})["ko"]


def test_what_was_seen_stands_in_place_of_a_departure(data: Routes) -> None:
    when = "2019-04-24 11:40 VLAT"
    document = data.arrival("Khasan", "Vladivostok", depart=when, as_of=when)
    time = stamp(at("2019-04-24 10:40 Asia/Vladivostok"), "Asia/Vladivostok")
    seen = [{"station": "khasan", "event": "arr", "time": time, "error_s": 600}]
    not_seen = [{"station": "ussuriysk", "event": "pass", "by": time}]
    told = {"depart": None, "seen": seen, "not_seen": not_seen}
    quote = build_quote(document | {"question": document["question"] | told})
    assert "special train, seen arriving at Khasan at 10:40 on Wednesday 24 April (±10 min), not seen" in quote["en"]
    assert "passing Ussuriysk by 10:40 on Wednesday 24 April, is expected in Vladivostok" in quote["en"]
    assert "4월 24일(수) 오전 10시 40분(±10분) 하산에 도착한 것이 목격되고 4월 24일(수) " in quote["ko"]
    assert "우수리스크를 지난 것이 목격되지 않은 열차는 블라디보스토크에 " in quote["ko"]
    passing = [seen[0] | {"event": "pass", "station": "ussuriysk"}]
    quote = build_quote(document | {"question": document["question"] | told | {"seen": passing, "not_seen": []}})
    assert "우수리스크를 지난 것이 목격된 열차는" in quote["ko"]


def test_what_was_not_seen_has_its_event_and_its_chance_and_windows_are_named(data: Routes) -> None:
    quote = data.arrival(
        "Khasan",
        "Vladivostok",
        depart="2019-04-24 11:40",
        as_of="2019-04-24 20:00 VLAT",
        not_seen=["dep Ussuriysk by 15:00 80%"],
        windows=["Ussuriysk 18:00-20:00"],
    )["quote"]
    assert "not seen leaving Ussuriysk by 15:00 on Wednesday 24 April (noticed with 80%)" in quote["en"]
    assert "It is taken to wait for Ussuriysk 18:00–20:00 local to go on." in quote["en"]
    assert "우수리스크를 떠난 것이(목격될 확률 80%) 목격되지 않은 열차가" in quote["ko"]
    assert "열차가 우수리스크에서 현지 시각 18:00~20:00에만 나아갈 수 있다고 보았다." in quote["ko"]


def test_claim_of_a_day_is_of_any_time_and_a_past_deadline_is_past(data: Routes) -> None:
    given: dict[str, Any] = {"left": "2023-09-10", "arrive": "by Monday evening", "as_of": "2023-09-12 16:00 VLAT"}
    quote = data.feasible("Pyongyang", "Vladivostok", **given)["quote"]
    assert "having left Pyongyang at any time on Sunday 10 September" in quote["en"]
    assert "(read generously, from its start), and having been in Vladivostok by the end of Monday" in quote["en"]
    assert "밤 12시(블라디보스토크 시각, UTC+10)까지 도착했다는 주장은" in quote["ko"]
