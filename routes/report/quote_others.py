"""What the sentence to quote says of a claim, a comparison and a reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from routes.claim_sentences import claim_chance, format_model_chance
from routes.report.quote import EVEN, is_past, is_whole_day, name_ends, name_goer, tell_event, tell_expected, tell_way
from routes.report.saying import Fact, Length, Listed, Mode, Place, Share, Speed, Time, chance, fact
from routes.sentences_rows import Deadline, find_farthest, group_deadlines, is_not_left

Document = Mapping[str, Any]
MOST_ROWS = 6  # named of one kind in a quote


def _tell_claims(document: Document) -> list[Fact]:
    """Return the verdict of each mode with its chance and its speeds, and when the main one is expected."""
    answer, left = document["answer"], document["answer"]["left"]
    parts: dict[str, Any] = {**name_ends(document), "left": _tell_left(left)}
    going = "claim gone" if is_past(document, left["first"]) else "claim going"
    if seen_at := left.get("seen_at"):
        going, parts["start"] = "claim seen", Place(seen_at)
    verdicts = [_tell_verdict(claim, n == len(answer["claims"])) for n, claim in enumerate(answer["claims"], 1)]
    then = "should have come" if is_past(document, answer["arrive"]["expected"]) else "is expected"
    return [
        fact(
            "claims",
            **parts,
            going=fact(going, **parts),
            was=fact("claim arrived" if is_past(document, answer["arrive_by"]) else "claim arriving"),
            by=Time(answer["arrive_by"], "bound"),
            verdicts=Listed(verdicts, "verdicts"),
            mode=Mode(document["question"]["mode"]),
            then=fact(then),
            **tell_expected(answer),
        )
    ]


def _tell_left(left: Document) -> Fact:
    """Return when it left; of a day or part of one, that it is any time of that, of which the first counts."""
    first, last = left["first"], left["last"]
    if last is None:
        return fact("left at", first=Time(first))
    if is_whole_day(first, last):
        return fact("left within day", day=Time(first, "day"))
    return fact("left between", first=Time(first), last=Time(last, "bound"))


def _tell_verdict(claim: Document, is_last: bool) -> Fact:
    parts = {"mode": Mode(claim["mode"]), "ending": fact("verdict last" if is_last else "verdict more")}
    if claim["basis"] is None:
        return fact("verdict no way", **parts)
    word = fact(claim["verdict"])
    if claim["needed_kmh"] is None:
        return fact("verdict no time", **parts, verdict=word)
    odds = Share(claim_chance(claim, claim["on_time"]))
    told = [] if claim["verdict"] == "impossible" else [fact("verdict chance", chance=odds)]
    told.append(fact("verdict speeds", needed=Speed(claim["needed_kmh"]), fastest=Speed(claim["fastest_kmh"])))
    return fact("verdict", **parts, verdict=word, told=Listed(told, "verdict told"))


def _tell_compare(document: Document) -> list[Fact]:
    """Return for each deadline which ways are open and until when, and which are closed."""
    return [_tell_deadline(document, group) for group in group_deadlines(document["answer"]["rows"])]


def _tell_deadline(document: Document, group: Deadline) -> Fact:
    origins, rest = document["question"]["origins"], chance(1 - document["answer"]["confidence"])
    found = {
        status: [row for row in group.rows if row["open"] == status]
        for status in ("open", "against the odds", "closed", "no way")
    }
    readings = {"open": "even", "against the odds": "too_late_after"}
    told = {
        status: fact(f"rows {status}", rows=_list_rows(document, rows, readings.get(status, "")), rest=rest)
        for status, rows in found.items()
        if rows
    }
    return fact(
        "compare",
        start=fact("compare from", start=Place(origins[0])) if len(origins) == 1 else None,
        by=Time(group.stamp, "there" if group.is_local else "bound"),
        local=fact("local time of each") if group.is_local else None,
        open=told.get("open", fact("rows none open")),
        against=told.get("against the odds"),
        closed=told.get("closed"),
        none=told.get("no way"),
    )


def _list_rows(document: Document, rows: Sequence[Document], reading: str) -> Listed:
    """Return the first rows, with their departures where they can still be made, and how many more there are."""
    has_one = len(document["question"]["origins"]) == 1
    named = [_tell_row(row, reading, has_one=has_one) for row in rows[:MOST_ROWS]]
    named += [fact("row more", more=len(rows) - MOST_ROWS)] if len(rows) > MOST_ROWS else []
    return Listed(named, "rows timed" if reading else "list")


def _tell_row(row: Document, reading: str, *, has_one: bool) -> Fact:
    when = None
    if row.get("seen"):
        when = fact("row seen", chance=Share(format_model_chance(row["on_time_now"])))
    elif reading:
        when = fact("row leaving", time=Time(row["depart_by"][reading]))
    ends = {"start": Place(row["from"]), "end": Place(row["to"])}
    return fact("row to" if has_one else "row from to", **ends, mode=Mode(row["mode"]), when=when)


def _tell_reach(document: Document) -> list[Fact]:
    """Return the farthest places that can have been reached with even odds, and with the least chance of the answer."""
    answer, question = document["answer"], document["question"]
    left, at = answer["left"]["first"], answer["at"]
    parts = {
        "goer": name_goer(document),
        "start": Place(question["from"]),
        "left": _tell_left(answer["left"]),
        "at": Time(at, "bound"),
    }
    if is_not_left(answer):
        return [fact("reach not left", **parts)]
    last = max(question.get("seen") or (), key=lambda item: str(item["time"]["utc"]), default=None)
    seen = last and fact("last seen", does=tell_event(last), place=Place(last["station"]), time=Time(last["time"]))
    going = fact("reach gone" if is_past(document, left) else "reach going", **parts, seen=seen)
    had = is_past(document, at) or at["utc"] == document["as_of"]["utc"]
    can = fact("can have come" if had else "can come")
    return [fact("reach", **parts, going=going, seen=seen, can=can, found=_tell_farthest(document, can))]


def _tell_farthest(document: Document, can: Fact) -> Fact:
    rest = round(1 - document["answer"]["confidence"], 4)
    even, far = find_farthest(document, EVEN), find_farthest(document, rest)
    if far is None:
        return fact("reach nowhere", rest=chance(rest), can=can)
    farthest = {"far": _tell_place(document, far), "rest": chance(rest), "can": can}
    if even is None:
        return fact("reach against", **farthest)
    farther = fact("reach farther", **farthest) if far != even else None
    return fact("reach even", even=_tell_place(document, even), farther=farther, can=can)


def _tell_place(document: Document, row: Document) -> Fact:
    return fact(
        "reached",
        place=Place(row["station"]),
        length=Length(row["length_m"]),
        how=tell_way([document["question"]["mode"]]),
        chance=Share(format_model_chance(row["chance"])),
    )


SENTENCES: Mapping[str, Callable[[Document], Sequence[Fact]]] = {
    "claims": _tell_claims,
    "compare": _tell_compare,
    "reach": _tell_reach,
}
