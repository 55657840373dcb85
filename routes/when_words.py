"""Words and tokens of time phrases, in English and Russian; other scripts are put into English first."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from routes.clock import find_zone_name, get_zone
from routes.errors import TimeError
from routes.units import DAY_S

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIRST_YEAR, LAST_YEAR = 1900, 2099  # two-digit years are read as 20xx; anything outside is taken for a slip


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _numbered(*groups: str, first: int = 0) -> dict[str, int]:
    return {word: number for number, group in enumerate(groups, first) for word in group.split()}


WEEKDAYS = _numbered(
    "monday mon понедельник понедельника понедельнику понедельником понедельнике пн",
    "tuesday tue tues вторник вторника вторнику вторником вторнике вт",
    "wednesday wed weds среда среды среде среду средой ср",
    "thursday thu thur thurs четверг четверга четвергу четвергом четверге чт",
    "friday fri пятница пятницы пятнице пятницу пятницей пт",
    "saturday sat суббота субботы субботе субботу субботой сб",
    "sunday sun воскресенье воскресенья воскресенью воскресеньем вс",
)
MONTHS = _numbered(
    "january jan январь января январю январём январем январе янв",
    "february feb февраль февраля февралю февралём февралем феврале фев февр",
    "march mar март марта марту мартом марте мар",
    "april apr апрель апреля апрелю апрелем апреле апр",
    "may май мая маю маем мае",
    "june jun июнь июня июню июнем июне июн",
    "july jul июль июля июлю июлем июле июл",
    "august aug август августа августу августом августе авг",
    "september sept sep сентябрь сентября сентябрю сентябрём сентябрем сентябре сент сен",
    "october oct октябрь октября октябрю октябрём октябрем октябре окт",
    "november nov ноябрь ноября ноябрю ноябрём ноябрем ноябре ноя нояб",
    "december dec декабрь декабря декабрю декабрём декабрем декабре дек",
    first=1,
)
NUMBERS = _numbered(
    "one a an один одну",
    "two два две",
    "three три",
    "four четыре",
    "five пять",
    "six шесть",
    "seven семь",
    "eight восемь",
    "nine девять",
    "ten десять",
    *_split("eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"),
    first=1,
) | {"thirty": 30, "forty": 40, "fifty": 50}
ORDINALS = _numbered(
    *_split("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"),
    *_split("fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"),
    first=1,
) | {"thirtieth": 30}
RELATIVE_DAYS = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "tmrw": 1,
    "сегодня": 0, "завтра": 1, "послезавтра": 2, "вчера": -1, "позавчера": -2,
}  # fmt: skip
PARTS = {
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night", "tonight": "night",
    "утром": "morning", "утра": "morning", "утро": "morning", "днём": "afternoon", "днем": "afternoon",
    "вечеру": "evening", "утру": "morning",
    "дня": "afternoon", "вечером": "evening", "вечера": "evening", "вечер": "evening",
}  # fmt: skip
PART_HOURS = {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 24)}
UNITS = {
    word: seconds
    for seconds, words in (
        (1, "second seconds sec secs s секунд секунды секунду"),
        (60, "minute minutes min mins m минут минуты минуту мин"),
        (3_600, "hour hours hr hrs h час часа часов ч"),
        (DAY_S, "day days d день дня дней"),
        (7 * DAY_S, "week weeks w неделю недели недель неделя"),
        (14 * DAY_S, "fortnight fortnights"),
    )
    for word in words.split()
}
LONG_UNITS = frozenset(_split("month months year years месяц месяца месяцев год года лет"))
OPERATORS = {  # longest first where one begins another
    "no later than": "by", "not later than": "by", "at the latest by": "by", "at the latest": "by",
    "on or before": "by", "not after": "by", "by": "by", "не позднее": "by", "не позже": "by", "к": "by", "ко": "by",
    "up until": "until", "until": "until", "till": "until", "til": "until",
    "before": "before", "prior to": "before", "earlier than": "before", "раньше": "before",
    "no earlier than": "from", "not earlier than": "from", "at the earliest": "from", "on or after": "from",
    "not before": "from", "starting from": "from", "from": "from", "since": "from",
    "не ранее": "from", "не раньше": "from", "начиная с": "from", "с": "from", "со": "from",
    "later than": "after", "after": "after", "после": "after",
}  # fmt: skip
SUFFIX_OPERATORS = {
    "at the latest": "by", "latest": "by", "or earlier": "by", "or before": "by", "or sooner": "by",
    "at the earliest": "from", "earliest": "from", "or later": "from", "or after": "from",
}  # fmt: skip
RANGE_WORDS = frozenset(("to", "until", "till", "through", "thru", "–", "-", "..", "…", "по"))
LEADING = {  # what is said to happen then, and whether it has happened
    "arrive": "", "arrives": "", "arriving": "", "arrival": "", "depart": "", "departs": "", "departing": "",
    "departure": "", "leave": "", "leaves": "", "leaving": "", "for": "", "отправление": "", "прибытие": "",
    "left": "past", "departed": "past", "arrived": "past", "seen": "past", "sighted": "past", "last seen": "past",
}  # fmt: skip
TRAILING = frozenset(("arrival", "departure"))
PLACE_CLOCKS = {  # adjectives and capitals; other places are asked of the gazetteer
    "korean": "Asia/Seoul", "south korean": "Asia/Seoul", "north korean": "Asia/Pyongyang", "seoul": "Asia/Seoul",
    "pyongyang": "Asia/Pyongyang", "moscow": "Europe/Moscow", "chinese": "Asia/Shanghai", "china": "Asia/Shanghai",
    "beijing": "Asia/Shanghai", "japanese": "Asia/Tokyo", "japan": "Asia/Tokyo", "tokyo": "Asia/Tokyo",
    "hanoi": "Asia/Ho_Chi_Minh", "vietnamese": "Asia/Ho_Chi_Minh", "mongolian": "Asia/Ulaanbaatar",
    "greenwich mean": "UTC", "universal": "UTC", "coordinated universal": "UTC",
}  # fmt: skip
OTHERS = _split(
    "noon midday midnight next last coming week weekend between and or either ago now time am pm half quarter "
    "past end start beginning или назад через o'clock hence plus minus"
)
VAGUE = {
    "early": "where it begins", "late": "where it begins", "mid": "where it begins", "around": "how near is near",
    "about": "how near is near", "approximately": "how near is near", "circa": "how near is near",
    "roughly": "how near is near", "soon": "when", "asap": "when", "immediately": "when", "thing": "which hour",
    "within": "whether whole days count", "dawn": "which hour", "dusk": "which hour", "sunrise": "which hour",
    "sunset": "which hour", "lunchtime": "which hour", "cob": "which hour", "noonish": "which hour",
    "ночью": "before or after midnight", "ночи": "before or after midnight", "до": "whether the day itself counts",
}  # fmt: skip


class Token(NamedTuple):
    """One lexical piece: `kind`, its letters (`word` case-folded), where it starts, and what was read from it."""

    kind: str  # word, number, ordinal, date, slash, dotted, clock, hclock, offset, zone, mark
    text: str
    start: int
    word: str = ""
    numbers: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    zone: str = ""

    @property
    def end(self) -> int:
        """Return the index just past the token in the normalised text."""
        return self.start + len(self.text)


_PATTERNS = (
    ("isoweek", r"[0-9]{4}-?[Ww][0-9]{2}-?[1-7](?![0-9])"),
    ("iso", r"[0-9]{4}(?P<s1>[-/–]|\.\ ?)[0-9]{1,2}(?P=s1)[0-9]{1,2}(?![0-9])"),
    ("basic", r"(?:19|20)[0-9]{6}(?![0-9])"),
    ("yearday", r"[0-9]{4}-[0-9]{3}(?![0-9-])"),
    ("numeric", r"[0-9]{1,2}(?P<s2>[-./])[0-9]{1,2}(?P=s2)(?:[0-9]{4}|[0-9]{1,2})(?![0-9])"),
    ("slash", r"[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"),
    ("stamp", r"(?<=[0-9])[Tt][0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?(?![0-9])"),
    ("clock", r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?![0-9:])"),
    ("hclock", r"[0-9]{1,2}[hH][0-9]{2}(?![0-9A-Za-z])"),
    ("offset", r"(?<=[0-9])\ ?\+[0-9]{2}(?::?[0-9]{2}(?![0-9:])|(?![0-9:]|\ ?[^\W\d_]))"),
    ("utc", r"(?i:UTC|GMT)\ ?[-+]\ ?[0-9]{1,2}(?::?[0-9]{2})?(?![0-9:])"),
    ("iana", r"(?i:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US)/[\w/+-]+"),
    ("dotted", r"[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])"),
    ("ordinal", r"[0-9]{1,2}(?i:st|nd|rd|th|-?го|-?е)(?!\w)"),
    ("number", r"[0-9]+"),
    ("word", r"[^\W\d_]+(?:'[^\W\d_]+)?"),
    ("mark", r"\.\.\.?|\S"),
)


@cache
def _scanner() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS))


def normalise(text: str) -> str:
    """Return the phrase with plain digits, spaces, hyphens and apostrophes, and no closing punctuation."""
    plain = unicodedata.normalize("NFKC", text)
    plain = plain.translate({0x2010: "-", 0x2011: "-", 0x2212: "-", 0x2014: "–", 0x301C: "–", 0x7E: "–", 0x2019: "'"})
    plain = re.sub(r"\b([aApP])\.\s?[mM]\b\.?", r"\1m", " ".join(plain.split()))
    return plain.strip("\"'“”«»„ ").rstrip("?!.,;:。、 ").strip("\"'“”«»„ ")


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a normalised phrase, in order.

    Raises: TimeError, for a date, clock reading or zone that is written properly but does not exist.
    """
    tokens: list[Token] = []
    for match in _scanner().finditer(text):
        kind = str(match.lastgroup)
        _refuse_minus_offset(match, tokens, text)
        tokens.append(_token(kind, match[0], match.start()))
    return tuple(tokens)


def _token(kind: str, text: str, start: int) -> Token:
    numbers = tuple(int(n) for n in re.findall("[0-9]+", text)) if kind not in ("word", "mark", "iana") else ()
    word = text.casefold()
    match kind:
        case "isoweek" | "iso" | "basic" | "yearday" | "numeric":
            return Token("date", text, start, word, numbers, days=_dates(kind, text, numbers))
        case "clock" | "hclock" | "stamp":
            return Token("hclock" if kind == "hclock" else "clock", text, start, word, _clock(kind, text, numbers))
        case "offset" | "utc":
            return Token(kind.replace("utc", "zone"), text, start, word, zone=_offset(text, kind, numbers))
        case "iana":
            return Token("zone", text, start, word, zone=find_zone_name(text) or get_zone(text).key)
    return Token(kind, text, start, word, numbers)


def _clock(kind: str, text: str, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Return hour, minute and second; a fraction of a second is dropped."""
    if kind == "stamp" and ":" not in text:
        digits = re.sub("[^0-9]", "", re.split("[.,]", text)[0])
        numbers = tuple(int(digits[i : i + 2]) for i in range(0, len(digits), 2))
    hour, minute, second = (*numbers, 0)[:3]
    if kind != "hclock" or hour < 24:  # 30h15 may yet be a duration
        check_clock(hour, minute, second, text)
    return hour, minute, second


def check_clock(hour: int, minute: int, second: int, text: str) -> None:
    """Return nothing for a reading from 00:00 to 24:00.

    Raises: TimeError, for 25:00, 18:60 or 24:30.
    """
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise TimeError(f"no clock shows {text.lstrip('tT')}", hint="clock times run from 00:00 to 24:00")


def _offset(text: str, kind: str, numbers: tuple[int, ...]) -> str:
    """Return the fixed zone of `+10:00`, `+0930` or `GMT+9`, spelled `UTC+9:30`."""
    hours, minutes = (*numbers, 0)[:2]
    if hours > 99:
        hours, minutes = divmod(hours, 100)
    sign = "-" if "-" in text else "+"
    if minutes not in (0, 15, 30, 45):
        raise TimeError(f"{text.strip()} is not an offset that any clock has", hint="write it as UTC+8:30")
    name = f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "") if hours or minutes else "UTC"
    return get_zone(name).key


def _refuse_minus_offset(match: re.Match[str], tokens: list[Token], text: str) -> None:
    """Return nothing, unless an ISO date and clock are followed by `-04:00`, which may be an offset or a range."""
    if match[0] != "-" or len(tokens) < 2 or tokens[-1].kind != "clock" or tokens[-2].kind != "date":
        return
    if re.match(r"-(0[0-9]|1[01]):?[03]0(?![0-9:])", text[match.start() :]) and tokens[-1].end == match.start():
        raise TimeError(
            "the minus sign may open an offset or the end of a range",
            hint='write "UTC-4" for an offset, or "to" for a range',
        )


def _dates(kind: str, text: str, numbers: tuple[int, ...]) -> tuple[date, ...]:
    """Return every date that a numeric form may mean, earliest first.

    Raises: TimeError, when there is none.
    """
    if kind == "isoweek":
        return (_week_date(text),)
    if kind == "basic":
        numbers = (int(text[:4]), int(text[4:6]), int(text[6:]))
    if kind == "yearday":
        return (_day_of_year(numbers[0], numbers[1]),)
    orders = [numbers[:3]] if kind in ("iso", "basic") else _orders(text, numbers)
    found = {day for order in orders if (day := find_date(*order))}
    if not found:
        raise TimeError(why_no_date(*orders[0]), hint="write the date as 2023-09-12 or 12 Sep 2023")
    return tuple(sorted(found))


def _orders(text: str, numbers: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Return the (year, month, day) orders in use for three numbers: dots mean day first, but a year may lead."""
    first, second, third = numbers[:3]
    if re.search("[0-9]{4}$", text):
        return [(third, second, first)] + ([] if "." in text else [(third, first, second)])
    orders = [(2000 + third, second, first), (2000 + first, second, third)]
    return orders if "." in text else [*orders, (2000 + third, first, second)]


def _week_date(text: str) -> date:
    digits = re.sub("[^0-9]", "", text)
    try:
        day = date.fromisocalendar(int(digits[:4]), int(digits[4:6]), int(digits[6]))
    except ValueError:
        raise TimeError(f"{digits[:4]} has no week {digits[4:6]}", hint="write the date as 2023-09-12") from None
    return checked_year(day)


def _day_of_year(year: int, number: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise TimeError(f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}")
    day = date(year, 1, 1) + timedelta(days=number - 1)
    if day.year != year:
        raise TimeError(f"{year} has no day {number}", hint="write the date as 2023-09-12")
    return day


def checked_year(day: date) -> date:
    """Return the date itself.

    Raises: TimeError, when its year is outside 1900 to 2099.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise TimeError(f"the year {day.year} is outside {FIRST_YEAR} to {LAST_YEAR}", hint="write a year such as 2023")
    return day


def find_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day or the year is outside 1900 to 2099."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def why_no_date(year: int | None, month: int, day: int) -> str:
    """Return the reason why there is no such date, for people."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}"
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if month == 2 and day == 29:
        return f"{year} is no leap year"
    return f"{MONTH_NAMES[month - 1]} has no day {day}"
