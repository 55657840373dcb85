"""The sentence to quote in Korean, as a newspaper would print it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from routes.claim_sentences import format_model_chance
from routes.report.korean import PATHS, attach, format_clock, format_day, format_time, name_goer
from routes.report.quote import (
    EVEN,
    Said,
    count_grounds,
    day_end,
    find_kind,
    is_certain,
    is_past,
    is_unspread,
    is_whole_day,
    list_parts,
    list_reversals,
    name_in,
    round_up,
)
from routes.sentences import format_chance, name_path
from routes.sentences_joined import list_timetables
from routes.stamps import read_local
from routes.units import format_km

Document = Mapping[str, Any]
Stamp = Mapping[str, Any]


def format_korean(document: Document) -> str:
    """Return the quote in Korean, a sentence for each reading of the question and one for the caveat."""
    said = Said()
    as_of = "" if document["as_of"]["today"] else f"{say_time(document['as_of'], said)} 기준으로 "
    sentences = [_find_sentence(find_kind(part))(part, said) for part in list_parts(document)]
    waits = [_wait(document, window, said) for window in document["question"].get("windows") or ()]
    return " ".join([as_of + sentences[0], *sentences[1:], *waits, _caveat(document)])


def _wait(document: Document, window: Document, said: Said) -> str:
    """Return what the train is taken to wait for, as a sentence."""
    if window["rule"] == "hours":
        shuts = "24:00" if window["shuts"] == "00:00" else window["shuts"]
        when = f"현지 시각 {window['opens']}~{shuts}에만"
    elif window["rule"] == "daylight":
        when = "해가 떠 있을 때만"
    else:
        when = f"{say_time(window['bound'], said)} {'이후' if window['rule'] == 'from' else '이전'}에만"
    does = "들어갈" if window["event"] == "arr" else "나아갈"
    return f"열차가 {name_station(document, window['station'])}에서 {when} {does} 수 있다고 보았다."


def _find_sentence(kind: str) -> Callable[[Document, Said], str]:
    if kind in SENTENCES:
        return SENTENCES[kind]
    from routes.report.quote_others_ko import SENTENCES as OTHERS  # what the answers of one journey do not need

    return OTHERS[kind]


def _day(day: datetime, said: Said) -> str:
    return format_day(day, with_year=said.is_new_year(day))


def _clock(stamp: Stamp, said: Said) -> str:
    return f"({format_clock(stamp)})" if said.is_new_clock(stamp) else ""


def say_at(stamp: Stamp, local: datetime, said: Said) -> str:
    """Return a time as a reading of its own clock, which is named where it is new."""
    return f"{_day(local, said)} {format_time(local)}{_clock(stamp, said)}"


def say_time(stamp: Stamp, said: Said) -> str:
    """Return `9월 11일(월) 오전 2시 30분(평양 시각, UTC+9)`."""
    return say_at(stamp, read_local(stamp), said)


def say_bound(stamp: Stamp, said: Said) -> str:
    """Return a deadline; one at midnight is `밤 12시` of the day that it ends."""
    day = day_end(stamp)
    return f"{_day(day, said)} 밤 12시{_clock(stamp, said)}" if day else say_time(stamp, said)


def name_station(document: Document, code: str) -> str:
    """Return the Korean name of a station, else the one that the document has."""
    return name_in(document, code, "ko")


def name_ends(document: Document) -> tuple[str, str]:
    """Return the Korean names of both ends."""
    question = document["question"]
    return name_station(document, question["from"]), name_station(document, question["to"])


def say_share(text: str) -> str:
    """Return a chance as printed in English in Korean words: `1% 미만` for `<1%`."""
    return f"{text[1:]} 미만" if text.startswith("<") else f"{text[1:]} 초과" if text.startswith(">") else text


def _goer(document: Document) -> str:
    """Return who or what leaves and arrives; of legs by timetable, with the names of these. It ends in a vowel."""
    question = document["question"]
    if "legs" not in question:
        return name_goer(question["mode"])
    own = "열차와 " if any(leg["timetable"] is None for leg in question["legs"]) else ""
    return f"{own}시간표 {', '.join(list_timetables(document))}의 열차로 가는 이"


def _format_latest(document: Document, said: Said) -> str:
    answer, row = document["answer"], document["answer"]["depart_by"]
    start, end = name_ends(document)
    goer = _goer(document)
    share, rest = format_chance(answer["confidence"]), format_chance(1 - answer["confidence"])
    deadline = f"{end}에 {say_bound(answer['arrive_by'], said)}까지 도착"
    safe, even, last = row["safe"], row["even"], row["too_late_after"]
    if last is None:
        return f"{goer}가 {deadline}할 확률은 {start}에서 언제 출발해도 {rest}에 못 미친다."
    if "too_late_after" in row["past"]:
        need = "하려면" if is_certain([safe, even, last]) else f"할 확률이 {rest}라도 되려면"
        gone = "기한도 이미 지났다" if is_past(document, answer["arrive_by"]) else "그때까지 도착하기는 이미 어렵다"
        return f"{goer}가 {deadline}{need} {start}에서 {say_time(last, said)}까지는 출발했어야 하므로 {gone}."
    if is_certain([safe, even, last]) and even is not None:
        sure = "편차는 따지지 않음" if is_unspread(answer) else f"확률 {say_share(format_chance(answer['chance']))}"
        return f"{goer}가 {deadline}하려면 {start}에서 {say_time(even, said)}까지는 출발해야 한다({sure})."
    if even is None or "even" in row["past"]:
        gone = f"{attach(say_time(even, said), '으로')} 이미 지났고" if even else "없고"
        return (
            f"{goer}가 {deadline}할 확률이 50%인 {start} 출발 시한은 {gone}, {say_time(last, said)}까지 출발하면 "
            f"확률은 {rest}다."
        )
    lead = f"{goer}가 {deadline}할 확률이 50%가 되려면 {start}에서 {say_time(even, said)}까지는 출발해야"
    if is_certain([safe, last]):
        return f"{lead} 한다."
    past = "(이미 지남)" if "safe" in row["past"] else ""
    sure = (
        f"{share}가 되는 출발 시각은 없고"
        if safe is None
        else f"{share}가 되려면 {say_time(safe, said)}{past}까지 출발해야 하고"
    )
    return f"{lead} 하며, {sure}, {attach(say_time(last, said), '을')} 넘기면 {rest}에 못 미친다."


def _format_arrival(document: Document, said: Said) -> str:
    answer, (_, end) = document["answer"], name_ends(document)
    lead = _going(document, said)
    was = "도착했을" if is_past(document, answer["arrive"]["expected"]) else "도착할"
    into = "에" if lead.endswith("열차는") else "에는"
    text = f"{lead} {end}{into} {say_expected(answer, said)}쯤 {was} 것으로 보{say_span(answer, said)}."
    if asked := answer.get("left_in"):
        start = name_station(document, document["question"]["from"])
        when = ", 또는 ".join(_say_bounds(span, said) for span in asked["spans"])
        text += f" 열차가 {start}에서 {when} 출발했을 확률은 {say_share(format_model_chance(asked['chance']))}다."
    return text


def _say_bounds(span: Document, said: Said) -> str:
    """Return a span as adverbs: `9월 10일(일) 중에`, `… 이후`, `… 이전에`, `…부터 …까지`."""
    first, last = span["first"], span["last"]
    if first is None or last is None:
        return f"{say_time(first, said)} 이후에" if first else f"{say_bound(last, said)} 이전에"
    if is_whole_day(first, last):
        return f"{_day(read_local(first), said)}{_clock(first, said)} 중에"
    return f"{say_time(first, said)}부터 {say_bound(last, said)} 사이에"


def say_left(left: Document, said: Said) -> str:
    """Return `…에`; of a day or part of one, that it is any time of that, of which the first counts."""
    first, last = left["first"], left["last"]
    if last is None:
        return f"{say_time(first, said)}에"
    if is_whole_day(first, last):
        return f"{_day(read_local(first), said)}{_clock(first, said)} 중 언제든(너그럽게 그날이 시작되는 때부터로 보아)"
    return f"{say_time(first, said)}부터 {say_bound(last, said)} 사이에 언제든(너그럽게 그 처음부터로 보아)"


def _going(document: Document, said: Said) -> str:
    """Return `열차가 하산에서 …에 출발하면`, or where the train was seen, when and how exactly."""
    question, depart = document["question"], document["answer"]["depart"]
    told = [*(_seen(document, item, said) for item in question.get("seen") or ())]
    told += [
        f"{say_time(item['by'], said)}까지 {_does(document, item)} 것이{_noticed(item)} 목격되지 않"
        for item in question.get("not_seen") or ()
    ]
    tellings = [f"{text}{'은' if text.endswith('않') else '된'}" for text in told]
    linked = [f"{text}고 " if text.endswith("않") else f"{text}되고 " for text in told[:-1]]
    goer = _goer(document)
    train = f"{''.join(linked)}{tellings[-1]} {goer}" if told else goer
    if told and not question["depart"]:
        return f"{train}는"
    gone = "출발했다면" if is_past(document, depart) else "출발하면"
    return f"{train}가 {name_station(document, question['from'])}에서 {say_time(depart, said)}에 {gone}"


def _noticed(item: Document) -> str:
    return "" if item.get("noticed", 1) == 1 else f"(목격될 확률 {say_share(format_chance(item['noticed']))})"


def _does(document: Document, item: Document) -> str:
    place = name_station(document, item["station"])
    does = {"arr": f"{place}에 도착한", "dep": f"{attach(place, '을')} 떠난", "pass": f"{attach(place, '을')} 지난"}
    return does[item["event"]]


def _seen(document: Document, item: Document, said: Said) -> str:
    """Return a sighting without its ending: `4월 24일(수) 오전 10시 40분(±10분) 하산에 도착한 것이 목격`."""
    error = f"(±{round(item['error_s'] / 60)}분)"
    return f"{say_time(item['time'], said)}{error} {_does(document, item)} 것이 목격"


def say_expected(answer: Document, said: Said) -> str:
    """Return the expected arrival."""
    stamp = answer["arrive"]["expected"]
    return say_at(stamp, round_up(stamp), said)


def say_span(answer: Document, said: Said) -> str:
    """Return the end of a sentence that names the span around the expected arrival."""
    arrive = answer["arrive"]
    if arrive["late"] is None:
        return "이나, 아예 도착하지 못할 수도 있다"
    if is_certain(list(arrive.values())):
        return "인다" if answer["confidence"] == EVEN else "인다(편차는 따지지 않음)"
    dated = len({round_up(stamp).date() for stamp in arrive.values()}) > 1
    ends = [
        say_at(stamp, round_up(stamp), said) if dated else format_time(round_up(stamp))
        for stamp in (arrive["early"], arrive["late"])
    ]
    return f"이며, {format_chance(2 * answer['confidence'] - 1)} 확률로 {ends[0]}에서 {ends[1]} 사이다"


def _format_feasible(document: Document, said: Said) -> str:
    answer, (_, end) = document["answer"], name_ends(document)
    going, by = _going(document, said), say_bound(answer["arrive_by"], said)
    had = "도착했을" if is_past(document, answer["arrive_by"]) else "도착할"
    lead = f"{going} {end}에 {by}까지 {had} 확률은 {say_share(format_chance(answer['on_time']))}"
    if answer["arrive"]["expected"] is None:
        return f"{lead}이고, 끝내 도착하지 못할 가능성이 더 크다."
    return f"{lead}이고, {say_expected(answer, said)}쯤 도착할 것으로 보{say_span(answer, said)}."


def _format_distance(document: Document, _: Said) -> str:
    itinerary = document["itinerary"]
    start, end = name_ends(document)
    length, error = say_km(itinerary["length_m"]), f"(±{say_km(itinerary['error_m'])})" if itinerary["error_m"] else ""
    places = [name_station(document, code) for code in list_reversals(document)]
    turned = f" {', '.join(places)}에서 방향을 바꿔" if places else ""
    how = PATHS[name_path(leg["line"] for leg in itinerary["legs"])]
    return f"{start}에서 {end}까지는{turned} {how} {length}{error}이며 직선거리는 {say_km(itinerary['geodesic_m'])}다."


def say_km(metres: int) -> str:
    """Return `1,989km`."""
    return format_km(metres).replace(" ", "")


def _caveat(document: Document) -> str:
    if document["question"]["kind"] == "distance":
        basis = document["itinerary"]["basis"]
        lengths = "거리는 공표된 값이고" if basis == "official" else "일부 구간의 거리는 추정치이고"
        return f"{lengths}, 경로는 발표된 것이 아니라 모형이 아는 가장 빠른 길이다."
    grounds = count_grounds(document)
    found = [f"{grounds.assumed}개는 출처 없이 가정한 값"] if grounds.assumed else []
    found += [f"{grounds.learned}개는 실측 사례 {grounds.cases}건에서 얻은 값"] if grounds.learned else []
    found += [f"{grounds.by_hand}개는 직접 지정한 값"] if grounds.by_hand else []
    listed = f"가운데 {', '.join(found)}이다" if found else "모두에 출처가 있다"
    return f"이는 시간표가 아니라 모형에 따른 추정으로, 전제 {grounds.total}개 {listed}."


SENTENCES = {
    "latest-departure": _format_latest,
    "arrival": _format_arrival,
    "feasible": _format_feasible,
    "distance": _format_distance,
}
