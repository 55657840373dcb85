"""The sentence to quote of a claim, a comparison and a reach, in Korean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routes.claim_sentences import claim_chance, format_model_chance
from routes.report.korean import PATHS, attach, name_goer, name_vehicle
from routes.report.quote import EVEN, Said, is_past
from routes.report.quote_ko import (
    name_ends,
    name_station,
    say_bound,
    say_expected,
    say_km,
    say_left,
    say_share,
    say_span,
    say_time,
)
from routes.report.quote_others import MOST_ROWS, say_there, with_status
from routes.sentences import format_chance, name_path
from routes.sentences_rows import Deadline, find_farthest, group_deadlines, is_not_left

Document = Mapping[str, Any]
VERDICTS = {
    "credible": "가능성이 있",
    "strained": "무리한 주장이",
    "not credible": "믿기 어렵",
    "impossible": "불가능하",
}


def _format_claims(document: Document, said: Said) -> str:
    answer, question = document["answer"], document["question"]
    start, end = name_ends(document)
    left = answer["left"]["first"]
    going = "출발했다면" if is_past(document, left) else "출발한다면"
    if seen_at := answer["left"].get("seen_at"):
        going, start = "목격되었다면", name_station(document, seen_at)
    when = f"{start}에서 {say_left(answer['left'], said)} {going}"
    by = say_bound(answer["arrive_by"], said)
    arrived = "도착했다" if is_past(document, answer["arrive_by"]) else "도착한다"
    *others, last = answer["claims"]
    verdicts = [*(_verdict(claim, "고") for claim in others), _verdict(last, "다")]
    return (
        f"{when} {end}에 {by}까지 {arrived}는 주장은 {', '.join(verdicts)}. {name_vehicle(question['mode'])}로는 "
        f"{say_expected(answer, said)}쯤 도착할 것으로 보{say_span(answer, said)}."
    )


def _verdict(claim: Document, ending: str) -> str:
    """Return `열차로는 믿기 어렵고(확률 1% 미만, 필요한 속력 시속 81km, 기록된 최고 시속 63km)`, with this ending."""
    by = f"{name_vehicle(claim['mode'])}로는"
    if claim["basis"] is None:
        return f"{by} 알려진 길이 없{ending}"
    if claim["needed_kmh"] is None:
        return f"{by} 불가능하{ending}(남은 시간 없음)"
    told = [] if claim["verdict"] == "impossible" else [f"확률 {say_share(claim_chance(claim, claim['on_time']))}"]
    told += [f"필요한 속력 시속 {_kmh(claim['needed_kmh'])}", f"기록된 최고 시속 {_kmh(claim['fastest_kmh'])}"]
    return f"{by} {VERDICTS[claim['verdict']]}{ending}({', '.join(told)})"


def _kmh(speed: float) -> str:
    return f"{speed:,.0f}km" if speed >= 1 else "1km 미만"


def _format_compare(document: Document, said: Said) -> str:
    groups = group_deadlines(document["answer"]["rows"])
    return " ".join(_format_deadline(document, group, said) for group in groups)


def _format_deadline(document: Document, group: Deadline, said: Said) -> str:
    """Return for one deadline which ways are open and until when, and which are closed."""
    origins, rest = document["question"]["origins"], format_chance(1 - document["answer"]["confidence"])
    start = f"{name_station(document, origins[0])}에서 " if len(origins) == 1 else ""
    by = say_there(say_bound, group.stamp, said) if group.is_local else say_bound(group.stamp, said)
    by += "(각 도착지 시각)" if group.is_local else ""
    statuses = ("open", "against the odds", "closed", "no way")
    open_, against, closed, none = (with_status(group.rows, status) for status in statuses)
    text = f"{start}출발해 {by}까지 도착할 확률이 아직 50% 이상인 것은 "
    text += f"{_list_rows(document, open_, said, 'even')}다." if open_ else "없다."
    if against:
        text += (
            f" 확률이 50%에는 못 미치지만 {rest} 이상인 것은 {_list_rows(document, against, said, 'too_late_after')}다."
        )
    text += f" 이미 늦은 것은 {_list_rows(document, closed, said)}다." if closed else ""
    return text + (f" 알려진 길이 없는 것은 {_list_rows(document, none, said)}다." if none else "")


def _list_rows(document: Document, rows: Sequence[Document], said: Said, reading: str = "") -> str:
    """Return `블라디보스토크행 열차(… 출발 시한), …`, and how many more there are; it ends in a vowel."""
    has_one = len(document["question"]["origins"]) == 1
    named = []
    for row in rows[:MOST_ROWS]:
        start = "" if has_one else f"{name_station(document, row['from'])}발 "
        when = f"({say_time(row['depart_by'][reading], said)}까지 출발)" if reading and not row.get("seen") else ""
        when = f"(목격으로 본 확률 {say_share(format_model_chance(row['on_time_now']))})" if row.get("seen") else when
        named.append(f"{start}{name_station(document, row['to'])}행 {name_vehicle(row['mode'])}{when}")
    named += [f"그 밖에 {len(rows) - MOST_ROWS}가지"] if len(rows) > MOST_ROWS else []
    return ", ".join(named)


def _format_reach(document: Document, said: Said) -> str:
    answer, question = document["answer"], document["question"]
    left, at = answer["left"]["first"], answer["at"]
    going = "출발했다면" if is_past(document, left) else "출발한다면"
    name = name_station(document, question["from"])
    if is_not_left(answer):
        by = say_bound(at, said)
        when = say_left(answer["left"], said)
        goer = name_goer(question["mode"])
        return f"{by}에는 {goer}가 아직 {attach(name, '을')} 떠나지 않았다. 출발은 {when} 이루어진다."
    when = f"{name}에서 {say_left(answer['left'], said)} {going}"
    if seen := question.get("seen"):
        last = max(seen, key=lambda item: str(item["time"]["utc"]))
        when += f", {say_time(last['time'], said)} {name_station(document, last['station'])}에서의 마지막 목격으로 보아"
    rest = format_chance(round(1 - answer["confidence"], 4))
    even, far = find_farthest(document, EVEN), find_farthest(document, round(1 - answer["confidence"], 4))
    lead = f"{name_goer(question['mode'])}가 {when} {say_bound(at, said)}까지 "
    if far is None:
        return f"{lead}도달할 확률이 {rest} 이상인 곳은 모형이 아는 한 없다."
    if even is None:
        return f"{lead}도달할 확률이 50% 이상인 곳은 없고, {rest} 이상인 가장 먼 곳은 {_place(document, far)}다."
    farther = f"고, {rest} 이상인 가장 먼 곳은 {_place(document, far)}" if far != even else ""
    return f"{lead}도달할 확률이 50% 이상인 가장 먼 곳은 {_place(document, even)}{farther}다."


def _place(document: Document, row: Document) -> str:
    """Return `만저우리(철길로 1,989km, 확률 54%)이`, to which 고 or 다 is added."""
    how = PATHS[name_path([document["question"]["mode"]])]
    chance = say_share(format_model_chance(row["chance"]))
    return f"{name_station(document, row['station'])}({how} {say_km(row['length_m'])}, 확률 {chance})이"


SENTENCES = {"claims": _format_claims, "compare": _format_compare, "reach": _format_reach}
