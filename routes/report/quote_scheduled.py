"""The sentence to quote of an answer by timetable, in English, Korean and Russian: its dates, clocks and trains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.report import quote_ko, quote_ru
from routes.report.korean import attach
from routes.report.quote import Said, round_up, say_arriving, say_time
from routes.sentences_scheduled import format_changes, visible

Document = Mapping[str, Any]


def build_scheduled_quote(document: Document) -> dict[str, str]:
    """Return by language the sentence to quote: the best journey with its trains, and whose timetable says so."""
    return {"en": _format_english(document), "ko": _format_korean(document), "ru": _format_russian(document)}


def _list_lines(document: Document, on_foot: str) -> str:
    legs = document["itinerary"]["legs"]
    return ", ".join(dict.fromkeys(on_foot if leg["mode"] == "foot" else visible(leg["line"]) for leg in legs))


def _who(document: Document) -> str:
    return visible(document["sources"][0]["title"])


def _format_english(document: Document) -> str:
    answer, way, stations, said = document["answer"], document["itinerary"], document["stations"], Said()
    start, end = (visible(stations[way[side]]["name"]) for side in ("from", "to"))
    sort = "last departure in time" if document["question"]["arrive"] else "first journey to arrive"
    leave, come = say_time(answer["depart"], said), say_arriving(answer["arrive"]["expected"], said)
    return (
        f"By the timetable of {_who(document)}, the {sort} leaves {start} at {leave} and reaches {end} at {come}, "
        f"with {format_changes(answer['changes'])} ({_list_lines(document, 'on foot')})."
    )


def _format_korean(document: Document) -> str:
    answer, way, said = document["answer"], document["itinerary"], Said()
    start, end = (visible(quote_ko.name_station(document, way[side])) for side in ("from", "to"))
    sort = "제시간에 닿는 마지막 편" if document["question"]["arrive"] else "가장 먼저 닿는 편"
    arrive = answer["arrive"]["expected"]
    leave, come = quote_ko.say_time(answer["depart"], said), quote_ko.say_at(arrive, round_up(arrive), said)
    changes = f"갈아타기는 {answer['changes']}번" if answer["changes"] else "갈아타지 않는다"
    ends = f"{changes}이다" if answer["changes"] else changes
    return (
        f"{_who(document)} 시간표에 따르면 {attach(sort, '은')} {start}에서 {leave}에 출발해 {end}에 {come}에 "
        f"도착하며, {ends}({_list_lines(document, '도보')})."
    )


def _format_russian(document: Document) -> str:
    answer, way, said = document["answer"], document["itinerary"], Said()
    ends = " — ".join(quote_ru.name_station(document, way[side]) for side in ("from", "to"))
    sort = "последнее отправление, с которым можно успеть" if document["question"]["arrive"] else "первое прибытие"
    leave = quote_ru.say_time(answer["depart"], said)
    come = quote_ru.say_arriving(answer["arrive"]["expected"], said)
    changes = f"пересадок: {answer['changes']}" if answer["changes"] else "без пересадок"
    return (
        f"По расписанию {_who(document)}, {ends}: {sort} — отправление в {leave}, прибытие в {come}, "
        f"{changes} ({_list_lines(document, 'пешком')})."
    )
