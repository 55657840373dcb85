"""Korean for newspapers: particles by the sound before them, dates, times of day, and the names of clocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from routes.clock import zone_city
from routes.stamps import format_zone

Stamp = Mapping[str, Any]
PATHS = {
    "through the air": "하늘길로",
    "by sea": "바닷길로",
    "along the track": "철길로",
    "along the way": "여정을 따라",
}
VEHICLES = {"rail": "열차", "air": "비행기", "sea": "배", "timetable": "시간표 열차"}
# After a final consonant, after a vowel.
PARTICLES = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
}
# The final sound of what is read aloud: digits by their Sino-Korean names, km as 킬로미터, % as 퍼센트.
_DIGIT_FINALS = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}
WEEKDAYS = "월화수목금토일"
ZONES = {
    "Asia/Pyongyang": "평양",
    "Asia/Seoul": "서울",
    "Asia/Vladivostok": "블라디보스토크",
    "Asia/Tokyo": "도쿄",
    "Asia/Shanghai": "상하이",
    "Asia/Hong_Kong": "홍콩",
    "Asia/Singapore": "싱가포르",
    "Asia/Ho_Chi_Minh": "호찌민",
    "Asia/Ulaanbaatar": "울란바토르",
    "Asia/Sakhalin": "사할린",
    "Asia/Magadan": "마가단",
    "Asia/Kamchatka": "캄차카",
    "Asia/Yakutsk": "야쿠츠크",
    "Asia/Chita": "치타",
    "Asia/Irkutsk": "이르쿠츠크",
    "Asia/Krasnoyarsk": "크라스노야르스크",
    "Asia/Novosibirsk": "노보시비르스크",
    "Asia/Omsk": "옴스크",
    "Asia/Yekaterinburg": "예카테린부르크",
    "Europe/Kirov": "키로프",
    "Europe/Moscow": "모스크바",
    "Europe/London": "런던",
    "Europe/Berlin": "베를린",
    "Europe/Paris": "파리",
    "America/New_York": "뉴욕",
}


def attach(word: str, particle: str) -> str:
    """Return a word with the form of a particle (named by its form after a consonant) that its last sound asks for.

    What stands in brackets at the end is not read: `30분(평양 시각)` takes the particle of 30분. After a word whose
    sound its letters do not tell, such as a Latin name, both forms are written: `Rason은(는)`.
    """
    after_consonant, after_vowel = PARTICLES[particle]
    final = find_final(re.sub(r"(\([^()]*\))+$", "", word).rstrip())
    if final is None:
        return f"{word}{after_consonant}({after_vowel})"
    is_open = not final or (particle == "으로" and final == "ㄹ")
    return word + (after_vowel if is_open else after_consonant)


def find_final(word: str) -> str | None:
    """Return the final consonant of a word as it is read: "" after a vowel, `ㄹ` or another letter, None if unknown."""
    last = word[-1:]
    if "가" <= last <= "힣":
        index = (ord(last) - ord("가")) % 28
        return "" if index == 0 else "ㄹ" if index == 8 else "ㅇ"
    if last.isascii() and last.isdigit():
        return _DIGIT_FINALS.get(last, "")
    return "" if last == "%" or word.endswith("km") else None


def format_day(day: datetime, *, with_year: bool) -> str:
    """Return `2023년 9월 11일(월)`, or without the year."""
    year = f"{day.year}년 " if with_year else ""
    return f"{year}{day.month}월 {day.day}일({WEEKDAYS[day.weekday()]})"


def format_time(local: datetime) -> str:
    """Return `오전 2시 30분`, `낮 12시`, `오후 6시`; the minutes after midnight are `오전 0시 30분`."""
    half = "오전" if local.hour < 12 else "낮" if local.hour == 12 else "오후"
    hour = local.hour if local.hour <= 12 else local.hour - 12
    return f"{half} {hour}시" + (f" {local.minute}분" if local.minute else "")


def format_clock(stamp: Stamp) -> str:
    """Return `평양 시각, UTC+9`, the clock that shows a stamp and its offset then."""
    zone = stamp["zone"]
    city = ZONES.get(zone, zone_city(zone))
    return format_zone(stamp) if city.startswith("UTC") else f"{city} 시각, {format_zone(stamp)}"


def name_vehicle(mode: str) -> str:
    """Return the vehicle of a mode, or of a journey that changes each once: 열차와 비행기; it ends in a vowel."""
    return "와 ".join(dict.fromkeys(VEHICLES[part] for part in mode.split("+")))


def name_goer(mode: str) -> str:
    """Return who or what leaves and arrives: the vehicle, or one who goes by several; it ends in a vowel."""
    return f"{name_vehicle(mode)}로 가는 이" if "+" in mode else VEHICLES[mode]
