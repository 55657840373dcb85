"""Particles by the sound before them, dates and times of day as Korean newspapers print them."""

from __future__ import annotations

from datetime import datetime

import pytest

from routes.clock import stamp
from routes.report.korean import Korean, attach
from routes.report.saying import Time
from tests.build import at


@pytest.mark.parametrize(
    ("word", "particle", "expected"),
    [
        ("평양", "은", "평양은"),
        ("하산", "이", "하산이"),
        ("두만강", "을", "두만강을"),
        ("모스크바", "은", "모스크바는"),
        ("블라디보스토크", "이", "블라디보스토크가"),
        ("우수리스크", "을", "우수리스크를"),
        ("평양", "으로", "평양으로"),
        ("서울", "으로", "서울로"),
        ("오후 6시(평양 시각, UTC+9)", "으로", "오후 6시(평양 시각, UTC+9)로"),
        ("오전 2시 30분(평양 시각, UTC+9)", "을", "오전 2시 30분(평양 시각, UTC+9)을"),
        ("50%", "이", "50%가"),
        ("373km", "은", "373km는"),
        ("90", "은", "90은"),
        ("2", "은", "2는"),
        ("Rason", "은", "Rason은(는)"),
        ("", "은", "은(는)"),
    ],
)
def test_particle_follows_the_last_sound(word: str, particle: str, expected: str) -> None:
    assert attach(word, particle) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("2023-09-11 00:00", "오전 0시"),
        ("2023-09-11 00:30", "오전 0시 30분"),
        ("2023-09-11 02:30", "오전 2시 30분"),
        ("2023-09-11 12:00", "낮 12시"),
        ("2023-09-11 12:05", "낮 12시 5분"),
        ("2023-09-11 18:00", "오후 6시"),
        ("2023-09-11 23:59", "오후 11시 59분"),
    ],
)
def test_time_of_day(reading: str, expected: str) -> None:
    assert Korean({}).hour(datetime.fromisoformat(reading)) == expected


def test_day_with_its_weekday() -> None:
    assert Korean({}).day(at("2023-09-11T00:00Z"), with_year=True) == "2023년 9월 11일(월)"
    assert Korean({}).day(at("2024-02-29T00:00Z"), with_year=False) == "2월 29일(목)"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Pyongyang", "평양 시각, UTC+8:30"),
        ("Europe/Moscow", "모스크바 시각, UTC+3"),
        ("Europe/Vienna", "비엔나 시각, UTC+2"),
        ("Pacific/Chatham", "Chatham 시각, UTC+12:45"),
        ("UTC+8:30", "UTC+8:30"),
    ],
)
def test_clock_names_the_city_and_the_offset_of_that_date(zone: str, expected: str) -> None:
    assert Korean({}).put(Time(stamp(at("2017-09-11T00:00Z"), zone)), "").endswith(f"({expected})")
