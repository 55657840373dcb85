"""Korean, Chinese and Japanese time phrases, put into the English that the grammar reads."""

from __future__ import annotations

import re

from routes.errors import TimeError

_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九十")} | {"两": 2, "兩": 2}
_BEFORE_NOON = "오전|午前|上午|早上|아침"
_AFTER_NOON = "오후|午後|下午"
_IN_EVENING = "저녁|晚上|夕方"
_AT_NIGHT = "밤|夜"
_ZONES = {
    "한국 시간": "KST", "한국시간": "KST", "서울 시간": "KST", "서울시간": "KST", "北京时间": "Asia/Shanghai",
    "北京時間": "Asia/Shanghai", "日本時間": "JST", "东京时间": "JST", "평양 시간": "PYT", "평양시간": "PYT",
    "平壤时间": "PYT", "平壌時間": "PYT", "모스크바 시간": "MSK", "모스크바시간": "MSK", "莫斯科时间": "MSK",
    "모스크바시": "MSK", "블라디보스토크 시간": "VLAT", "海参崴时间": "VLAT", "符拉迪沃斯托克时间": "VLAT",
    "현지 시간": "local time", "현지시간": "local time", "현지시각": "local time", "현지 시각": "local time",
    "当地时间": "local time",
    "當地時間": "local time", "現地時間": "local time",
}  # fmt: skip
_WORDS = {
    "다음 주": "next week", "다음주": "next week", "下周": "next week", "下週": "next week", "来週": "next week",
    "下个星期": "next week", "이번 주": "this week", "이번주": "this week", "本周": "this week", "这周": "this week",
    "今週": "this week", "지난주": "last week", "지난 주": "last week", "지난": "last",
    "上周": "last week", "上週": "last week",
    "先週": "last week", "오늘": "today", "今天": "today", "今日": "today", "내일": "tomorrow", "明天": "tomorrow",
    "明日": "tomorrow", "내일모레": "day after tomorrow", "모레": "day after tomorrow",
    "后天": "day after tomorrow", "後天": "day after tomorrow", "明後日": "day after tomorrow",
    "어제": "yesterday", "昨天": "yesterday", "昨日": "yesterday", "그저께": "day before yesterday",
    "그제": "day before yesterday", "前天": "day before yesterday", "一昨日": "day before yesterday",
    "지금": "now", "现在": "now", "現在": "now", "정오": "noon", "正午": "noon", "中午": "noon", "자정": "midnight",
    "午夜": "midnight", "今晚": "tonight", "아침": "morning", "早上": "morning", "上午": "morning", "朝": "morning",
    "下午": "afternoon", "저녁": "evening", "晚上": "evening", "夕方": "evening", "밤": "night", "夜": "night",
    "또는": "or", "或者": "or", "或": "or", "または": "or", "에": "", "の": "", "に": "", "的": "", "도착": "arrival",
    "到着": "arrival", "到达": "arrival", "출발": "departure", "出発": "departure", "出发": "departure",
}  # fmt: skip
_DAYS = {
    "월화수목금토일": ("", "요일"),
    "月火水木金土日": ("", "曜日"),
    "一二三四五六日": ("星期", ""),
    "一二三四五六天": ("星期", ""),
}
_WEEKS = {"下": "next", "上": "last", "本": "this", "这": "this", "這": "this"}
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def has_east_asian(text: str) -> bool:
    """Return whether any letter is Hangul, kana or a Chinese character."""
    return any("\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text)


def put_in_english(text: str) -> str:
    """Return the phrase in the words of the English grammar; what is not known stays as it is.

    Raises: TimeError, for an hour from 1 to 12 without morning or afternoon.
    """
    text = re.sub("(周|週|礼拜|禮拜)(?=[一二三四五六日天])", "星期", text)
    text = re.sub("(下|上|本|这|這)个?星期(?=[一二三四五六日天])", lambda m: f" {_WEEKS[m[1]]} week 星期", text)
    for word, zone in _ZONES.items():
        text = text.replace(word, f" {zone} ")
    text = _weekdays(text)
    text = re.sub("[〇一二三四五六七八九十两兩]+(?=[年月日号號点點時时分天小])", _numeral, text)
    text = _clocks(_dates(_durations(text)))
    for word in sorted(_WORDS, key=len, reverse=True):
        text = text.replace(word, f" {_WORDS[word]} ")
    return " ".join(_operators(text).split())


def _weekdays(text: str) -> str:
    for letters, (before, after) in _DAYS.items():
        for letter, english in zip(letters, _ENGLISH_DAYS, strict=True):
            text = text.replace(before + letter + after, f" {english} ")
    return text


def _numeral(match: re.Match[str]) -> str:
    """Return the digits of 十二 or 二十三; longer numerals are left alone."""
    tens, ten, ones = match[0].rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return match[0]
    return str((_NUMERALS[tens] if tens else 1 if ten else 0) * 10 + (_NUMERALS[ones] if ones else 0))


def _durations(text: str) -> str:
    text = re.sub("([0-9]+) ?(?:个)?(?:小时|小時|時間|시간) ?(?:후|뒤|后|後)", r" in \1 hours ", text)
    text = re.sub("([0-9]+) ?(?:个)?(?:小时|小時|時間|시간) ?(?:전|前)", r" \1 hours ago ", text)
    text = re.sub("([0-9]+) ?(?:天 ?[后後]|일 ?[후뒤]|日後)", r" in \1 days ", text)
    return re.sub("([0-9]+) ?天前", r" \1 days ago ", text)


def _dates(text: str) -> str:
    text = re.sub("([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일号號]", r" \1-\2-\3 ", text)
    text = re.sub("([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일号號]", _day_of_month, text)
    return re.sub("(?<![0-9])([0-9]{1,2}) ?[日일号號]", r" the \1th ", text)


def _day_of_month(match: re.Match[str]) -> str:
    if not 1 <= int(match[1]) <= 12:
        raise TimeError(f"there is no month {match[1]}")
    return f" {match[2]} {_MONTHS[int(match[1]) - 1]} "


def _clocks(text: str) -> str:
    part = f"({_BEFORE_NOON}|{_AFTER_NOON}|{_IN_EVENING}|{_AT_NIGHT})? ?"
    text = re.sub(
        part + "([0-9]{1,2}) ?(?:시(?!간)|[点點时時](?![间間])) ?(?:([0-9]{1,2}) ?[분分]|(반|半))?", _clock, text
    )
    return re.sub(part + "([0-9]{1,2}):([0-9]{2})()(?![0-9:])", _clock, text)


def _clock(match: re.Match[str]) -> str:
    """Return ` 6:30 pm ` for 오후 6시 반; where 午後 12 is said, midnight and noon are both meant by some."""
    part, hour, minute = match[1] or "", int(match[2]), 30 if match[4] else int(match[3] or 0)
    if (not part and 1 <= hour <= 12 and ":" not in match[0]) or (part == "午後" and hour in (0, 12)):
        raise TimeError(
            f"{match[0].strip()} may be before or after noon", hint=f"write {hour:02d}:00 or {hour % 12 + 12}:00"
        )
    words = (
        {"오후": "pm", "午後": "pm", "下午": "pm"}
        | dict.fromkeys(_IN_EVENING.split("|"), "in the evening")
        | dict.fromkeys(_AT_NIGHT.split("|"), "at night")
    )
    return f" {hour}:{minute:02d} {words.get(part, 'am' if part else '')} "


def _operators(text: str) -> str:
    """Return the phrase with the endings for `by` and `from` moved to where English has them."""
    ends = re.sub("까지|までに|まで|之前到", " ", text)
    if starts := re.search("부터|から|起", ends):
        from_to = ends[: starts.start()] + " to " + ends[starts.end() :]
        return from_to if ends != text else "from " + ends.replace(starts[0], " ")
    return "by " + ends if ends != text else text
