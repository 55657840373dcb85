"""Numbers with their words, dates, names after a declined word, and clocks as Russian newspapers print them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.clock import stamp
from routes.report.russian import KINDS, MONTHS, VEHICLES, WEEKDAYS, Russian
from routes.report.saying import Goer, Length, Mode, Place, Share, Speed, Time
from tests.build import at


def say(part: Any, form: str = "", **stations: Any) -> str:
    return Russian({"stations": stations}).put(part, form)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "допущений"),
        (1, "допущение"),
        (2, "допущения"),
        (4, "допущения"),
        (5, "допущений"),
        (11, "допущений"),
        (14, "допущений"),
        (21, "допущение"),
        (22, "допущения"),
        (111, "допущений"),
    ],
)
def test_word_after_a_number(number: int, word: str) -> None:
    assert Russian({}).count(number, ["допущение", "допущения", "допущений"]) == word


def test_date_is_in_the_genitive_and_names_its_year_once() -> None:
    tongue, time = Russian({}), Time(stamp(at("2023-09-10T17:30Z"), "Asia/Pyongyang"))
    assert tongue.put(time, "") == "02:30 понедельника, 11 сентября 2023 года (время Пхеньяна, UTC+9)"
    assert tongue.put(time, "") == "02:30 понедельника, 11 сентября"


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Asia/Vladivostok", "время Владивостока, UTC+10"),
        ("Europe/Vienna", "время: Вена, UTC+2"),
        ("Pacific/Chatham", "время: Chatham, UTC+12:45"),
        ("UTC", "UTC+0"),
    ],
)
def test_clock_is_declined_where_its_form_is_known_else_named(zone: str, clock: str) -> None:
    assert say(Time(stamp(at("2023-09-10T17:30Z"), zone))).endswith(f"({clock})")


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        ("station", "из", "со станции Хасан"),
        ("border", "в", "на станцию Хасан"),
        ("airport", "на", "в аэропорту Хасан"),
        ("port", "чего", "порта Хасан"),
        ("city", "из", "из города Хасан"),
        ("point", "в", "в пункт Хасан"),
        ("station", "", "Хасан"),
    ],
)
def test_name_stays_as_it_is_after_a_declined_word(kind: str, form: str, said: str) -> None:
    assert say(Place("khasan"), form, khasan={"name": "Khasan", "names": {"ru": "Хасан"}, "kind": kind}) == said


@given(
    st.sampled_from([*KINDS, "junction", "border", "stop", "point", "unheard of"]),
    st.sampled_from([*KINDS["station"], ""]),
    st.text("абвABC -1", min_size=1),
)
def test_name_is_never_changed(kind: str, form: str, name: str) -> None:
    assert say(Place("aa"), form, aa={"name": name, "kind": kind}).endswith(name)


def test_every_form_has_a_word_for_every_kind() -> None:
    assert len({tuple(forms) for forms in KINDS.values()}) == 1
    assert len({tuple(forms) for forms in VEHICLES.values()}) == 1
    assert (len(WEEKDAYS), len(MONTHS)) == (7, 12)


def test_chances_and_numbers() -> None:
    assert [say(Share(text)) for text in ("<1%", ">99%", "50%")] == ["менее 1%", "более 99%", "50%"]
    assert say(Share("<1%"), "число") == "1%"
    assert say(Length(1_989_000)) == "1\N{NO-BREAK SPACE}989 км"
    assert say(Length(4_800)) == "4,8 км"
    assert [say(Speed(kmh)) for kmh in (0.4, 81.2)] == ["менее 1 км/ч", "81 км/ч"]


def test_who_goes() -> None:
    assert [say(Mode("rail+air+rail"), form) for form in ("", "чем")] == ["поезд и самолёт", "поездом и самолётом"]
    assert say(Mode("sea"), "Чем") == "Кораблём"
    assert say(Goer("the special train", "rail"), "кому") == "поезду"
    assert say(Goer("", "rail+air"), "кому") == "пассажиру (поезд и самолёт)"
    assert say(Goer("", "rail+timetable", ("line",))) == "пассажир (поезд и расписание line)"
    assert say(Goer("", "timetable", ("a", "b"), has_own=False), "кому") == "пассажиру (расписания a, b)"
