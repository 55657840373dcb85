"""The sentence to quote of a claim, a comparison and a reach, in English and in Korean."""

from __future__ import annotations

from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.report.quote import build_quote
from routes.report.words import format_answer
from tests.build import at

Document = dict[str, Any]
AS_OF = "2023-09-12 09:00 Asia/Seoul"


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=at("2026-12-01T00:00Z"))


@pytest.fixture(scope="module")
def claim(data: Routes) -> Document:
    return data.feasible("Pyongyang", "Moscow", left="2023-09-11", arrive="by Friday", as_of=AS_OF)


def compare(data: Routes, start: str = "Pyongyang", end: str = "Vladivostok,Moscow", **given: Any) -> Document:
    return data.compare(start, end, **{"arrive": "by Tue 24:00", "by": "train,plane", "as_of": AS_OF, **given})


def reach(data: Routes, left: str = "2023-09-10 17:00", at_: str = "2023-09-12 06:00", **given: Any) -> Document:
    return data.reach("Pyongyang", left=left, at=at_, **{"as_of": AS_OF, **given})


def in_mode(document: Document, mode: str) -> Document:
    found: Document = next(claim for claim in document["answer"]["claims"] if claim["mode"] == mode)
    return found


def with_claim(document: Document, **changed: Any) -> dict[str, str]:
    """Return the quote of a claim whose way by train is changed."""
    claims = [one | changed if one["mode"] == "rail" else one for one in document["answer"]["claims"]]
    return build_quote(document | {"answer": document["answer"] | {"claims": claims}})


def test_claim_has_the_verdict_and_the_speeds_of_each_mode(claim: Document) -> None:
    rail, air = in_mode(claim, "rail"), in_mode(claim, "air")
    english, korean = claim["quote"]["en"], claim["quote"]["ko"]
    assert english.startswith(
        "As of 09:00 on Tuesday 12 September 2023 (Seoul time, UTC+9), the claim of having left Pyongyang at any "
        "time on Monday 11 September (Pyongyang time, UTC+9) (read generously, from its "
        "start), and being in Moscow Yaroslavsky by the end of "
        "Friday 15 September (Moscow time, UTC+3) is by train not credible (chance <1%; it needs "
        f"{rail['needed_kmh']:.0f} km/h, the fastest documented there makes {rail['fastest_kmh']:.0f} km/h); by plane "
        f"credible (chance >99%; it needs {air['needed_kmh']:.0f} km/h"
    )
    assert ". By train it is expected there at about " in english
    assert "This is a model, not a timetable: " in english and " assumptions by train are guesses" in english
    assert korean.startswith(
        "2023년 9월 12일(화) 오전 9시(서울 시각, UTC+9) 기준으로 평양에서 9월 11일(월)(평양 시각, UTC+9) 중 "
    )
    assert " 중 언제든(너그럽게 그날이 시작되는 때부터로 보아) 출발했다면 모스크바에" in korean
    assert f"주장은 열차로는 믿기 어렵고(확률 1% 미만, 필요한 속력 시속 {rail['needed_kmh']:.0f}km, " in korean
    assert "비행기로는 가능성이 있고(확률 99% 초과, 필요한 속력" in korean
    assert "이는 시간표가 아니라 모형에 따른 추정으로" in korean


def test_claim_in_advance_is_put_as_one(data: Routes) -> None:
    document = data.feasible("Pyongyang", "Vladivostok", left="2023-09-13 09:00", arrive="by Friday", as_of=AS_OF)
    quote = document["quote"]
    assert "the claim of leaving Pyongyang at 09:00 on Wednesday 13 September (" in quote["en"]
    assert "at the earliest" not in quote["en"] and "출발한다면" in quote["ko"] and "가장 이른" not in quote["ko"]


def test_impossible_claim_has_no_chance(claim: Document) -> None:
    quote = with_claim(claim, verdict="impossible", on_time=0.0)
    assert "is by train impossible (it needs " in quote["en"]
    assert "열차로는 불가능하고(필요한 속력" in quote["ko"]
    quote = with_claim(claim, verdict="impossible", needed_kmh=None)
    assert "is by train impossible (no time is left); by plane" in quote["en"]
    assert "열차로는 불가능하고(남은 시간 없음), 비행기로는" in quote["ko"]


def test_claim_without_a_way_says_so(claim: Document) -> None:
    quote = with_claim(claim, verdict="no way", basis=None)
    assert "is by train without a way known to the model; by plane" in quote["en"]
    assert "열차로는 알려진 길이 없고, 비행기로는" in quote["ko"]


def test_comparison_says_what_is_open_and_until_when(data: Routes) -> None:
    quote = compare(data)["quote"]
    start = "of the ways from Pyongyang to be there by the end of Tuesday 12 September (local time of each place), "
    assert f"{start}still open at even odds (50%): Vladivostok by plane, leaving by " in quote["en"]
    assert " (Pyongyang time, UTC+9); Moscow Yaroslavsky by plane, leaving by " in quote["en"]
    assert ". Closed: Vladivostok by train, Moscow Yaroslavsky by train. This is a model" in quote["en"]
    assert "평양에서 출발해 9월 12일(화) 밤 12시(각 도착지 시각)까지 도착할 확률이 아직 50% 이상인 것은" in quote["ko"]
    assert "블라디보스토크행 비행기(9월 12일(화) 오후 " in quote["ko"]
    assert "이미 늦은 것은 블라디보스토크행 열차, 모스크바행 열차다." in quote["ko"]


def test_comparison_with_nothing_open_says_so(data: Routes) -> None:
    quote = compare(data, by="train", end="Moscow")["quote"]
    assert "none is still open at even odds (50%). Closed: Moscow Yaroslavsky by train." in quote["en"]
    assert "확률이 아직 50% 이상인 것은 없다. 이미 늦은 것은" in quote["ko"]


def test_comparison_against_the_odds_has_its_last_departure(data: Routes) -> None:
    quote = compare(data, start="Kyongsong;", end="Vladivostok")["quote"]
    assert " Against the odds, with at least 10%: Kyongsong to Vladivostok by train, leaving by " in quote["en"]
    assert "확률이 50%에는 못 미치지만 10% 이상인 것은 경성발 블라디보스토크행 열차(9월 12일" in quote["ko"]


def test_unknown_origin_is_named_and_long_lists_are_cut(data: Routes) -> None:
    origins = ["Pyongyang", "Hamhung", "Tumangang", "Rason", "Khasan", "Ussuriysk", "Chongjin"]
    document = data.compare(origins, ["Vladivostok"], arrive="by 2023-09-20", by="train", as_of=AS_OF)
    assert "of the ways to be there by " in document["quote"]["en"]
    assert "Hamhung to Vladivostok by train, leaving by " in document["quote"]["en"]
    more = len(document["answer"]["rows"]) - 6
    assert f"; {more} more. " in document["quote"]["en"] and f", 그 밖에 {more}가지다." in document["quote"]["ko"]


def test_each_deadline_has_its_sentence(data: Routes) -> None:
    quote = compare(data, arrive="Tuesday or Wednesday")["quote"]
    assert quote["en"].count("f the ways from Pyongyang to be there by the end of ") == 2
    assert ". Of the ways from Pyongyang to be there by the end of Wednesday 13 September" in quote["en"]
    assert quote["ko"].count("까지 도착할 확률이") == 2


def test_one_instant_for_all_is_told_on_one_clock(data: Routes) -> None:
    quote = compare(data, arrive="by Wed 18:00 VLAT")["quote"]
    assert "by 18:00 on Wednesday 13 September (Vladivostok time, UTC+10), " in quote["en"]
    assert "local time" not in quote["en"] and "각 도착지" not in quote["ko"]


def test_way_that_there_is_not_is_told_apart(data: Routes) -> None:
    quote = compare(data, end="Vostochny", by="train,ship")["quote"]
    assert " No way is known: Vostochny Cosmodrome by ship." in quote["en"]
    assert "알려진 길이 없는 것은 " in quote["ko"]


def test_reach_names_the_farthest_at_even_odds_and_at_the_least(data: Routes) -> None:
    document = reach(data)
    rows = document["answer"]["stations"]
    even, far = (max((r for r in rows if r["chance"] >= c), key=lambda r: r["length_m"]) for c in (0.5, 0.1))
    named = [document["stations"][row["station"]]["name"] for row in (even, far)]
    quote = document["quote"]
    assert quote["en"].startswith(
        "As of 09:00 on Tuesday 12 September 2023 (Seoul time, UTC+9), having left Pyongyang at 17:00 on Sunday 10 "
        "September (Pyongyang time, UTC+9), the special train can have come by 06:00 on Tuesday 12 September with even "
        f"odds (50%) or more as far as {named[0]}, {round(even['length_m'] / 1000):,} km along the track ("
    )
    assert f", and with at least 10% as far as {named[1]}, " in quote["en"]
    assert "가 평양에서 9월 10일(일) 오후 5시(평양 시각, UTC+9)에 출발했다면 9월 12일(화) 오전 6시까지" in quote["ko"]
    assert "확률이 50% 이상인 가장 먼 곳은 " in quote["ko"] and "이고, 10% 이상인 가장 먼 곳은 " in quote["ko"]


def test_reach_of_a_day_counts_from_its_start_and_may_lie_ahead(data: Routes) -> None:
    quote = reach(data, "2023-09-13", "2023-09-13 20:00", mode="air")["quote"]
    assert ", leaving Pyongyang at any time on Wednesday 13 September (Pyongyang time, UTC+9) (read ge" in quote["en"]
    assert "9월 13일(수)(평양 시각, UTC+9) 중 언제든(너그럽게 그날이 시작되는 때부터로 보아) 출발한다면" in quote["ko"]
    assert " can come by 20:00 on Wednesday 13 September with even odds" in quote["en"] and "the air (" in quote["en"]
    assert "출발한다면" in quote["ko"] and "(하늘길로 " in quote["ko"]


def test_reach_of_a_moment_is_no_place(data: Routes) -> None:
    quote = reach(data, at_="2023-09-10 17:05")["quote"]
    assert (
        " can have come by 17:05 on Sunday 10 September to no place known to the model with even a 10%" in quote["en"]
    )
    assert "확률이 10% 이상인 곳은 모형이 아는 한 없다." in quote["ko"]
    document = reach(data)
    low = [row | {"chance": min(row["chance"], 0.2)} for row in document["answer"]["stations"]]
    quote = build_quote(document | {"answer": document["answer"] | {"stations": low}})
    assert "to no place with even odds (50%), and with at least 10% as far as " in quote["en"]
    assert "50% 이상인 곳은 없고, 10% 이상인 가장 먼 곳은 " in quote["ko"]


def test_reach_before_leaving_says_that_it_has_not_left(data: Routes) -> None:
    for left, at_ in (("2023-09-13", "2023-09-12 20:00"), ("2023-09-13 10:00", "2023-09-13 10:00")):
        document = reach(data, left, at_)
        text = " ".join(format_answer(document).split())
        assert "By then it has not left: it leaves Wed 13 Sep 2023" in text and "No place has" not in text
        assert " has not left Pyongyang, which it leaves at " in document["quote"]["en"]
        assert "열차가 아직 평양을 떠나지 않았다" in document["quote"]["ko"]
