"""Korean for newspapers: particles by the sound before them, dates, times of day, and the names of clocks."""

from __future__ import annotations

import re
from datetime import datetime

from routes.clock import zone_city
from routes.report.saying import Goer, Tongue, find_city

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


class Korean(Tongue):
    """The facts of a document in Korean."""

    lang = "ko"

    def day(self, day: datetime, *, with_year: bool) -> str:
        """Return `2023년 9월 11일(월)`, or without the year."""
        year = f"{day.year}년 " if with_year else ""
        return f"{year}{day.month}월 {day.day}일({WEEKDAYS[day.weekday()]})"

    def hour(self, local: datetime) -> str:
        """Return `오전 2시 30분`, `낮 12시`, `오후 6시`; the minutes after midnight are `오전 0시 30분`."""
        half = "오전" if local.hour < 12 else "낮" if local.hour == 12 else "오후"
        hour = local.hour if local.hour <= 12 else local.hour - 12
        return f"{half} {hour}시" + (f" {local.minute}분" if local.minute else "")

    def city(self, zone: str) -> tuple[str, str]:
        """Return the key of the words that name a clock, and its city."""
        return "clock of", ZONES.get(zone) or find_city(zone, self.lang) or zone_city(zone)

    def goer(self, goer: Goer, form: str) -> str:
        """Return the vehicle, or one who goes by several or by timetables; it ends in a vowel."""
        if not goer.timetables:
            by_several = f"{self.vehicle(goer.mode, '')}로 가는 이"
            return by_several if "+" in goer.mode else VEHICLES[goer.mode]
        own = "열차와 " if goer.has_own else ""
        return f"{own}시간표 {', '.join(goer.timetables)}의 열차로 가는 이"

    def vehicle(self, mode: str, _: str) -> str:
        """Return the vehicle of a mode, or of a journey that changes each once: 열차와 비행기; it ends in a vowel."""
        return "와 ".join(dict.fromkeys(VEHICLES[part] for part in mode.split("+")))

    def share(self, text: str, _: str) -> str:
        """Return `1% 미만` for `<1%`."""
        return f"{text[1:]} 미만" if text.startswith("<") else f"{text[1:]} 초과" if text.startswith(">") else text

    def length(self, metres: int) -> str:
        """Return `1,989km`."""
        return super().length(metres).replace(" ", "")

    def speed(self, kmh: float) -> str:
        """Return `시속 81km`."""
        return f"시속 {kmh:,.0f}km" if kmh >= 1 else "시속 1km 미만"

    def bend(self, text: str, form: str) -> str:
        """Return a text with a particle."""
        return attach(text, form) if form else text

    def open(self, text: str) -> str:
        """Return the beginning of a sentence, which is no other than its middle."""
        return text
