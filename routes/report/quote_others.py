"""The sentence to quote of a claim, a comparison and a reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from routes.claim_sentences import claim_chance, format_kmh, format_model_chance, name_by
from routes.report.quote import EVEN, SEEN, Said, is_past, is_whole_day, say_bound, say_expected, say_time
from routes.sentences import format_chance, name_path, station_name
from routes.sentences_rows import Deadline, find_farthest, group_deadlines, is_not_left
from routes.units import format_km

Document = Mapping[str, Any]
MOST_ROWS = 6  # named of one kind in a quote


def _format_claims(document: Document, said: Said) -> str:
    """Return the verdict of each mode with its chance and its speeds, and when the main one is expected."""
    answer, question = document["answer"], document["question"]
    start, end = (station_name(document, question[side]) for side in ("from", "to"))
    left = answer["left"]["first"]
    leaving = "having left" if is_past(document, left) else "leaving"
    if seen_at := answer["left"].get("seen_at"):
        leaving, start = "having been seen at", station_name(document, seen_at)
    when = f"{leaving} {start} {say_left(answer['left'], said)}"
    was = "having been" if is_past(document, answer["arrive_by"]) else "being"
    by = say_bound(answer["arrive_by"], said)
    verdicts = [_verdict(claim) for claim in answer["claims"]]
    mode = name_by(question["mode"])
    had = is_past(document, answer["arrive"]["expected"])
    it_is = "it should have come" if had else "it is expected"
    return (
        f"the claim of {when}, and {was} in {end} by {by} is {'; '.join(verdicts)}. "
        f"{mode.capitalize()} {it_is} there at about {say_expected(answer, said)}."
    )


def say_left(left: Document, said: Said) -> str:
    """Return `at 17:00 on …`; of a day or part of one, that it is any time of that, of which the first counts."""
    first, last = left["first"], left["last"]
    if last is None:
        return f"at {say_time(first, said)}"
    if is_whole_day(first, last):
        return f"at any time on {say_time(first, said).partition(' on ')[2]} (read generously, from its start)"
    return f"at any time from {say_time(first, said)} to {say_bound(last, said)} (read generously, from its start)"


def _verdict(claim: Document) -> str:
    by = name_by(claim["mode"])
    if claim["basis"] is None:
        return f"{by} without a way known to the model"
    told = [] if claim["verdict"] == "impossible" else [f"chance {claim_chance(claim, claim['on_time'])}"]
    if claim["needed_kmh"] is None:
        return f"{by} impossible (no time is left)"
    told.append(
        f"it needs {format_kmh(claim['needed_kmh'])}, the fastest documented there makes "
        f"{format_kmh(claim['fastest_kmh'])}"
    )
    return f"{by} {claim['verdict']} ({'; '.join(told)})"


def _format_compare(document: Document, said: Said) -> str:
    """Return for each deadline which ways are open and until when, and which are closed."""
    groups = group_deadlines(document["answer"]["rows"])
    sentences = [_format_deadline(document, group, said) for group in groups]
    first, *others = sentences
    return " ".join([first, *(text[:1].upper() + text[1:] for text in others)])


def _format_deadline(document: Document, group: Deadline, said: Said) -> str:
    origins = document["question"]["origins"]
    start = f" from {station_name(document, origins[0])}" if len(origins) == 1 else ""
    by = say_there(say_bound, group.stamp, said) if group.is_local else say_bound(group.stamp, said)
    by += " (local time of each place)" if group.is_local else ""
    statuses = ("open", "against the odds", "closed", "no way")
    open_, against, closed, none = (with_status(group.rows, status) for status in statuses)
    lead = f"of the ways{start} to be there by {by}, "
    if open_:
        text = f"still open at even odds (50%): {_list_rows(document, open_, said, 'even')}."
    else:
        text = "none is still open at even odds (50%)."
    if against:
        rest = format_chance(1 - document["answer"]["confidence"])
        text += f" Against the odds, with at least {rest}: {_list_rows(document, against, said, 'too_late_after')}."
    text += f" Closed: {_list_rows(document, closed, said)}." if closed else ""
    return lead + text + (f" No way is known: {_list_rows(document, none, said)}." if none else "")


def say_there(say: Callable[[Document, Said], str], stamp: Document, said: Said) -> str:
    """Return a time on the clocks of several places without naming one; the next time names its own."""
    said.is_new_clock(stamp)
    text = say(stamp, said)
    said.clock = ""
    return text


def with_status(rows: Sequence[Document], status: str) -> list[Document]:
    """Return the rows of which as of then the same is open."""
    return [row for row in rows if row["open"] == status]


def _list_rows(document: Document, rows: Sequence[Document], said: Said, reading: str = "") -> str:
    """Return `Vladivostok by train, leaving by 06:22 on …; …`, and how many more there are."""
    has_one = len(document["question"]["origins"]) == 1
    named = []
    for row in rows[:MOST_ROWS]:
        start = "" if has_one else f"{station_name(document, row['from'])} to "
        when = f", leaving by {say_time(row['depart_by'][reading], said)}" if reading and not row.get("seen") else ""
        when = f", with {format_model_chance(row['on_time_now'])} given what was seen" if row.get("seen") else when
        named.append(f"{start}{station_name(document, row['to'])} {name_by(row['mode'])}{when}")
    named += [f"{len(rows) - MOST_ROWS} more"] if len(rows) > MOST_ROWS else []
    return ("; " if reading else ", ").join(named)


def _format_reach(document: Document, said: Said) -> str:
    """Return the farthest places that can have been reached with even odds, and with the least chance of the answer."""
    answer, question = document["answer"], document["question"]
    left, at = answer["left"]["first"], answer["at"]
    leaving = "having left" if is_past(document, left) else "leaving"
    can = "can have come" if is_past(document, at) or at["utc"] == document["as_of"]["utc"] else "can come"
    train = question["train"]["title"]
    if is_not_left(answer):
        name, by = station_name(document, question["from"]), say_bound(at, said)
        return f"by {by} {train} has not left {name}, which it leaves {say_left(answer['left'], said)}."
    going = f"{leaving} {station_name(document, question['from'])} {say_left(answer['left'], said)}"
    if seen := question.get("seen"):
        last = max(seen, key=lambda item: str(item["time"]["utc"]))
        place = SEEN[last["event"]].format(station_name(document, last["station"]))
        going += f", last seen {place} at {say_time(last['time'], said)}"
    rest = round(1 - answer["confidence"], 4)
    even, far = find_farthest(document, EVEN), find_farthest(document, rest)
    lead = f"{going}, {train} {can} by {say_bound(at, said)} "
    if far is None:
        return f"{lead}to no place known to the model with even a {format_chance(rest)} chance."
    if even is None:
        farther = f"with at least {format_chance(rest)} as far as {_place(document, far)}"
        return f"{lead}to no place with even odds (50%), and {farther}."
    farther = f", and with at least {format_chance(rest)} as far as {_place(document, far)}" if far != even else ""
    return f"{lead}with even odds (50%) or more as far as {_place(document, even)}{farther}."


def _place(document: Document, row: Document) -> str:
    how = name_path([document["question"]["mode"]])
    chance = format_model_chance(row["chance"])
    return f"{station_name(document, row['station'])}, {format_km(row['length_m'])} {how} ({chance})"


SENTENCES = {"claims": _format_claims, "compare": _format_compare, "reach": _format_reach}
