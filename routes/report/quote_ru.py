"""The sentence to quote of a journey that rides by timetable, in Russian."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from routes.report.quote import Said, count_grounds, day_end, find_kind, is_certain, list_parts, name_in, round_up
from routes.report.russian import format_clock, format_day
from routes.sentences import format_chance
from routes.sentences_joined import list_timetables
from routes.sentences_scheduled import visible
from routes.stamps import read_local

Document = Mapping[str, Any]
Stamp = Mapping[str, Any]


def format_russian(document: Document) -> str:
    """Return the quote in Russian, a sentence for each reading of the question and one for the caveat."""
    said = Said()
    as_of = "" if document["as_of"]["today"] else f"По состоянию на {say_time(document['as_of'], said)}: "
    sentences = [SENTENCES[find_kind(part)](part, said) for part in list_parts(document)]
    waits = [_wait(document, window, said) for window in document["question"].get("windows") or ()]
    return " ".join([as_of + sentences[0], *sentences[1:], *waits, _caveat(document)])


def _wait(document: Document, window: Document, said: Said) -> str:
    """Return what the train is taken to wait for, as a sentence."""
    if window["rule"] == "hours":
        shuts = "24:00" if window["shuts"] == "00:00" else window["shuts"]
        when = f"{window['opens']}–{shuts} местного времени"
    elif window["rule"] == "daylight":
        when = "светлое время суток"
    else:
        when = f"{'не ранее' if window['rule'] == 'from' else 'не позднее'} {say_time(window['bound'], said)}"
    does = "прибытие" if window["event"] == "arr" else "отправление"
    return f"Принято ограничение: {name_station(document, window['station'])}, {does} — {when}."


def name_station(document: Document, code: str) -> str:
    """Return the Russian name of a station, else the one that the document has, as it can be shown."""
    return visible(name_in(document, code, "ru"))


def _at(stamp: Stamp, local: datetime, said: Said) -> str:
    clock = f" ({format_clock(stamp)})" if said.is_new_clock(stamp) else ""
    return f"{local:%H:%M} {format_day(local, with_year=said.is_new_year(local))}{clock}"


def say_time(stamp: Stamp, said: Said) -> str:
    """Return `02:30 понедельника, 11 сентября (время Пхеньяна, UTC+9)`."""
    return _at(stamp, read_local(stamp), said)


def say_arriving(stamp: Stamp, said: Said) -> str:
    """Return the same of an arrival, rounded up to the minute."""
    return _at(stamp, round_up(stamp), said)


def say_bound(stamp: Stamp, said: Said) -> str:
    """Return a deadline; one at midnight is `24:00` of the day that it ends."""
    day = day_end(stamp)
    if day is None:
        return say_time(stamp, said)
    clock = f" ({format_clock(stamp)})" if said.is_new_clock(stamp) else ""
    return f"24:00 {format_day(day, with_year=said.is_new_year(day))}{clock}"


def _way(document: Document) -> str:
    """Return `Пхеньян — Владивосток (поезд и расписание example)`."""
    ends = " — ".join(name_station(document, document["question"][side]) for side in ("from", "to"))
    return f"{ends} ({_by(document)})"


def _by(document: Document) -> str:
    names = list_timetables(document)
    own = ["поезд"] if any(leg["timetable"] is None for leg in document["question"]["legs"]) else []
    listed = [*own, f"{'расписания' if len(names) > 1 else 'расписание'} {', '.join(names)}"]
    return " и ".join(listed)


def _format_latest(document: Document, said: Said) -> str:
    answer, row = document["answer"], document["answer"]["depart_by"]
    share, rest = format_chance(answer["confidence"]), format_chance(1 - answer["confidence"])
    lead = f"{_way(document)}: чтобы прибыть не позднее {say_bound(answer['arrive_by'], said)}"
    safe, even, last = row["safe"], row["even"], row["too_late_after"]
    if last is None:
        return f"{lead}, нет отправления, при котором вероятность этого достигает {rest}."
    if "too_late_after" in row["past"]:
        return f"{lead}, отправиться нужно было не позднее {say_time(last, said)}; этот срок уже прошёл."
    if is_certain([safe, even, last]) and even is not None:
        rest_of = "" if answer.get("chance", 1) == 1 else f"; вероятность успеть — {format_chance(answer['chance'])}"
        return f"{lead}, отправиться нужно не позднее {say_time(even, said)}{rest_of}."
    if even is None:
        return f"{lead}, нет отправления с вероятностью 50%; не позднее {say_time(last, said)} — с вероятностью {rest}."
    gone = ", этот срок уже прошёл" if "even" in row["past"] else ""
    text = f"{lead} с вероятностью 50%, отправиться нужно не позднее {say_time(even, said)}{gone}"
    sure = "такого отправления нет" if safe is None else f"не позднее {say_time(safe, said)}"
    past = ", этот срок уже прошёл" if "safe" in row["past"] else ""
    return f"{text}; с вероятностью {share} — {sure}{past}; после {say_time(last, said)} вероятность ниже {rest}."


def _format_arrival(document: Document, said: Said) -> str:
    answer = document["answer"]
    lead = f"{_way(document)}: при отправлении в {say_time(answer['depart'], said)}"
    return f"{lead} прибытие ожидается около {_say_expected(answer, said)}."


def _say_expected(answer: Document, said: Said) -> str:
    arrive = answer["arrive"]
    expected = say_arriving(arrive["expected"], said)
    if arrive["late"] is None:
        return f"{expected}, если вообще состоится"
    if is_certain(list(arrive.values())):
        return expected
    ends = [say_arriving(arrive[name], said) for name in ("early", "late")]
    share = format_chance(2 * answer["confidence"] - 1)
    return f"{expected}, с вероятностью {share} — между {ends[0]} и {ends[1]}"


def _format_feasible(document: Document, said: Said) -> str:
    answer = document["answer"]
    lead = f"{_way(document)}: при отправлении в {say_time(answer['depart'], said)} вероятность прибыть не позднее "
    chance = format_chance(answer["on_time"])
    bound = say_bound(answer["arrive_by"], said)
    if answer["arrive"]["expected"] is None:
        return f"{lead}{bound} — {chance}; скорее всего прибытие не состоится вовсе."
    return f"{lead}{bound} — {chance}; прибытие ожидается около {_say_expected(answer, said)}."


def _caveat(document: Document) -> str:
    grounds = count_grounds(document)
    found = [f"без источника — {grounds.assumed}"] if grounds.assumed else []
    found += [f"выведенных из замеров (случаев: {grounds.cases}) — {grounds.learned}"] if grounds.learned else []
    found += [f"заданных вручную — {grounds.by_hand}"] if grounds.by_hand else []
    listed = f", из них {', '.join(found)}" if found else ", у каждого есть источник"
    return f"Это модель, а не расписание: допущений {grounds.total}{listed}."


SENTENCES = {"latest-departure": _format_latest, "arrival": _format_arrival, "feasible": _format_feasible}
