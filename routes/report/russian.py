"""Russian for newspapers: dates in the genitive, and names as they stand, after a word that is declined for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from routes.clock import zone_city
from routes.report.saying import Goer, Tongue, find_city

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
# The word before a name, which stays as it is: station, airport, port, town and any other place, by the form asked for.
KINDS = {
    "station": {"из": "со станции", "в": "на станцию", "на": "на станции", "чего": "станции", "что": "станция"},
    "airport": {"из": "из аэропорта", "в": "в аэропорт", "на": "в аэропорту", "чего": "аэропорта", "что": "аэропорт"},
    "port": {"из": "из порта", "в": "в порт", "на": "в порту", "чего": "порта", "что": "порт"},
    "city": {"из": "из города", "в": "в город", "на": "в городе", "чего": "города", "что": "город"},
    "": {"из": "из пункта", "в": "в пункт", "на": "в пункте", "чего": "пункта", "что": "пункт"},
}
OF_STATIONS = ("junction", "border", "stop")
VEHICLES = {
    "rail": {"": "поезд", "кому": "поезду", "чем": "поездом"},
    "air": {"": "самолёт", "кому": "самолёту", "чем": "самолётом"},
    "sea": {"": "корабль", "кому": "кораблю", "чем": "кораблём"},
    "timetable": {"": "рейс по расписанию", "кому": "рейсу по расписанию", "чем": "по расписанию"},
}
PASSENGER = {"": "пассажир", "кому": "пассажиру"}


class Russian(Tongue):
    """The facts of a document in Russian."""

    lang = "ru"

    def day(self, day: datetime, *, with_year: bool) -> str:
        """Return `понедельника, 11 сентября 2023 года`, or without the year."""
        year = f" {day.year} года" if with_year else ""
        return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}{year}"

    def city(self, zone: str) -> tuple[str, str]:
        """Return the key of the words that name a clock, and its city in the genitive where that is known."""
        if city := ZONES.get(zone):
            return "clock of", city
        return "clock named", find_city(zone, self.lang) or zone_city(zone)

    def place(self, code: str, form: str) -> str:
        """Return `со станции Хасан`; the bare name where no form is asked for."""
        kind, name = self.document["stations"][code].get("kind", ""), super().place(code, "")
        word = KINDS.get("station" if kind in OF_STATIONS else kind, KINDS[""]).get(form)
        return f"{word} {name}" if word else name

    def goer(self, goer: Goer, form: str) -> str:
        """Return the vehicle, or a passenger of several or of timetables, in a case."""
        if not goer.timetables:
            return (
                f"{PASSENGER[form]} ({self.vehicle(goer.mode, '')})" if "+" in goer.mode else VEHICLES[goer.mode][form]
            )
        tables = f"{'расписания' if len(goer.timetables) > 1 else 'расписание'} {', '.join(goer.timetables)}"
        return f"{PASSENGER[form]} ({'поезд и ' if goer.has_own else ''}{tables})"

    def vehicle(self, mode: str, form: str) -> str:
        """Return `поезд`, or `поезд и самолёт` of a journey that changes, in a case."""
        said = " и ".join(dict.fromkeys(VEHICLES[part][form.lower()] for part in mode.split("+")))
        return self.open(said) if form[:1].isupper() else said

    def share(self, text: str, form: str) -> str:
        """Return `менее 1%` for `<1%`; the bare number after a word that says as much."""
        bare = text.lstrip("<>")
        return bare if form == "число" else text.replace("<", "менее ").replace(">", "более ")

    def length(self, metres: int) -> str:
        """Return `1 989 км`."""
        return _number(super().length(metres).removesuffix(" km")) + " км"

    def speed(self, kmh: float) -> str:
        """Return `81 км/ч`."""
        return f"{_number(f'{kmh:,.0f}')} км/ч" if kmh >= 1 else "менее 1 км/ч"

    def count(self, number: int, forms: Sequence[str]) -> str:
        """Return the word that fits a number: for 1 and 21, for 2 to 4 and 22, for all others."""
        if number % 10 == 1 and number % 100 != 11:
            return forms[0]
        return forms[1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else -1]


def _number(text: str) -> str:
    """Return a number with a space between thousands and a comma before decimals."""
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
