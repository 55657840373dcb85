"""Russian for newspapers: dates in the genitive, the clocks of places, and names as they stand without declension."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from routes.stamps import format_zone

Stamp = Mapping[str, Any]
WEEKDAYS = ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья")
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
ZONES = {
    "Asia/Pyongyang": "Пхеньяна",
    "Asia/Seoul": "Сеула",
    "Asia/Vladivostok": "Владивостока",
    "Asia/Tokyo": "Токио",
    "Asia/Shanghai": "Шанхая",
    "Asia/Hong_Kong": "Гонконга",
    "Asia/Singapore": "Сингапура",
    "Asia/Ho_Chi_Minh": "Хошимина",
    "Asia/Ulaanbaatar": "Улан-Батора",
    "Asia/Sakhalin": "Сахалина",
    "Asia/Magadan": "Магадана",
    "Asia/Kamchatka": "Камчатки",
    "Asia/Yakutsk": "Якутска",
    "Asia/Chita": "Читы",
    "Asia/Irkutsk": "Иркутска",
    "Asia/Krasnoyarsk": "Красноярска",
    "Asia/Novosibirsk": "Новосибирска",
    "Asia/Omsk": "Омска",
    "Asia/Yekaterinburg": "Екатеринбурга",
    "Europe/Kirov": "Кирова",
    "Europe/Moscow": "Москвы",
    "Europe/London": "Лондона",
    "Europe/Berlin": "Берлина",
    "Europe/Paris": "Парижа",
    "America/New_York": "Нью-Йорка",
}


def format_day(day: datetime, *, with_year: bool) -> str:
    """Return `понедельника, 11 сентября 2023 года`, or without the year."""
    year = f" {day.year} года" if with_year else ""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}{year}"


def format_clock(stamp: Stamp) -> str:
    """Return `время Пхеньяна, UTC+9`, the clock that shows a stamp and its offset then."""
    city = ZONES.get(stamp["zone"])
    return f"время {city}, {format_zone(stamp)}" if city else format_zone(stamp)
