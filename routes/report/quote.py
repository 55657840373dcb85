"""What the sentence to quote says: an answer with its dates, clocks, chance and caveat, the same in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from routes.claim_sentences import format_chance_of, format_model_chance
from routes.report.saying import (
    Fact,
    Goer,
    Length,
    Listed,
    Mode,
    Place,
    Share,
    Time,
    Tongue,
    chance,
    day_end,
    fact,
    round_up,
)
from routes.sentences import name_path
from routes.stamps import format_stamp, read_local
from routes.units import format_duration

Document = Mapping[str, Any]
Stamp = Mapping[str, Any]
EVEN = 0.5


class Grounds(NamedTuple):
    """How many assumptions an answer rests on, how many of them are guesses, learned, or set by hand, and the cases."""

    total: int
    assumed: int
    learned: int
    cases: int
    by_hand: int


def count_grounds(document: Document) -> Grounds:
    """Return how well an answer is founded."""
    entries = document["assumptions"]
    cases = {case for entry in entries for case in entry.get("cases") or ()}
    return Grounds(
        len(entries),
        sum(entry["source"].strip().lower() == "assumed" for entry in entries),
        sum(bool(entry.get("cases")) for entry in entries),
        len(cases),
        sum(entry["origin"] == "--set" for entry in entries),
    )


def list_parts(document: Document) -> list[Document]:
    """Return the document once for each reading of its question."""
    return [document, *({**document, **other} for other in document["alternatives"])]


def find_kind(document: Document) -> str:
    """Return which sentence fits an answer: that of its kind, or of what it has; of a claim, of its verdicts."""
    kind = str(document["question"]["kind"])
    if kind in ("distance", "compare", "reach"):
        return kind
    if "claims" in document["answer"]:
        return "claims"
    if "on_time" in document["answer"]:
        return "feasible"
    return "latest-departure" if "depart_by" in document["answer"] else "arrival"


def is_certain(stamps: Sequence[Stamp | None]) -> bool:
    """Return whether all readings are one."""
    return len({stamp and stamp["utc"] for stamp in stamps}) == 1


def is_past(document: Document, stamp: Stamp | None) -> bool:
    """Return whether a time lies before the instant whose knowledge counts; what never is does not."""
    return stamp is not None and str(stamp["utc"]) < str(document["as_of"]["utc"])


def is_whole_day(first: Stamp, last: Stamp) -> bool:
    """Return whether a span is one local day, from its beginning to its end."""
    day, local = day_end(last), read_local(first)
    return day is not None and day.date() == local.date() and f"{local:%H:%M}" == "00:00"


def build_quote(document: Document) -> dict[str, str]:
    """Return the sentence to quote by language: what the answer says, and how far it may be trusted."""
    found = [item for part in list_parts(document) for item in _find_sentences(find_kind(part))(part)]
    found += [*_list_windows(document), _tell_caveat(document)]
    as_of = document["as_of"]
    lead = fact("as of day" if as_of["whole_day"] else "as of", time=Time(as_of), day=Time(as_of, "day"))
    return say_quote(document, found, lead=None if as_of["today"] else lead)


def say_quote(document: Document, found: Sequence[Fact], *, lead: Fact | None = None) -> dict[str, str]:
    """Return sentences by language, the first of them after the words that lead to it."""
    from routes.report.korean import Korean
    from routes.report.russian import Russian

    return {kind.lang: _say(kind(document), found, lead) for kind in (Tongue, Korean, Russian)}


def _say(tongue: Tongue, found: Sequence[Fact], lead: Fact | None) -> str:
    if lead is None:
        return " ".join(tongue.open(tongue.say(one)) for one in found)
    begun, first, *others = map(tongue.say, [lead, *found])
    return " ".join([begun, first, *map(tongue.open, others)])


def _find_sentences(kind: str) -> Callable[[Document], Sequence[Fact]]:
    if kind in SENTENCES:
        return SENTENCES[kind]
    from routes.report.quote_others import SENTENCES as OTHERS  # what the answers of one journey do not need

    return OTHERS[kind]


def name_goer(document: Document) -> Goer:
    """Return who or what goes."""
    question = document["question"]
    legs = question.get("legs", ())
    tables = dict.fromkeys(leg["timetable"] for leg in legs if leg["timetable"])
    has_own = any(leg["timetable"] is None for leg in legs)
    return Goer(str(question["train"]["title"]), question["mode"], tuple(tables), has_own)


def name_ends(document: Document) -> dict[str, Place]:
    """Return both ends as parts of a fact."""
    return {"start": Place(document["question"]["from"]), "end": Place(document["question"]["to"])}


def _list_windows(document: Document) -> Iterator[Fact]:
    """Yield what the train is taken to wait for."""
    if windows := document["question"].get("windows"):
        yield fact("waits", waits=Listed([_tell_window(document, one) for one in windows], "waits and"))


def _tell_window(document: Document, window: Document) -> Fact:
    side = "end" if window["station"] == document["question"].get("to") else window["event"]
    hours = {"opens": window["opens"], "shuts": "24:00" if window["shuts"] == "00:00" else window["shuts"]}
    bound = window["bound"]
    spoken = {"bound": bound and Time(bound), "stamp": bound and format_stamp(bound, with_year=True)}
    origin = None if window["origin"] == "--window" else fact("origin", origin=window["origin"])
    place = Place(window["station"])
    rule, does = fact(f"when {window['rule']}", **hours, **spoken), fact(f"wait {side}", place=place)
    return fact("wait", place=place, when=rule, does=does, origin=origin)


def _tell_latest(document: Document) -> list[Fact]:
    answer, row = document["answer"], document["answer"]["depart_by"]
    safe, even, last = row["safe"], row["even"], row["too_late_after"]
    parts = {
        **name_ends(document),
        **{name: row[name] and Time(row[name]) for name in ("safe", "even")},
        "goer": name_goer(document),
        "by": Time(answer["arrive_by"], "bound"),
        "last": last and Time(last),
        "share": chance(answer["confidence"]),
        "rest": chance(1 - answer["confidence"]),
    }
    if last is None:
        return [fact("latest never", **parts)]
    if "too_late_after" in row["past"]:
        need = fact(f"latest past {'certain' if is_certain([safe, even, last]) else 'chance'}", **parts)
        gone = fact(f"latest past {'deadline' if is_past(document, answer['arrive_by']) else 'departure'}")
        return [fact("latest past", **parts, need=need, gone=gone)]
    if is_certain([safe, even, last]) and even is not None:
        sure = (
            fact("unspread")
            if is_unspread(answer)
            else fact("one train", chance=Share(format_chance_of(answer, answer["chance"])))
        )
        return [fact("latest certain", **parts, sure=sure)]
    if even is None or "even" in row["past"]:
        return [fact("latest against", **parts, gone=fact("even past" if even else "even never", **parts))]
    if is_certain([safe, last]):
        return [fact("latest even", **parts)]
    past = fact("safe past") if "safe" in row["past"] else None
    return [fact("latest", **parts, sure=fact("safe" if safe else "safe never", **parts, past=past))]


def is_unspread(answer: Document) -> bool:
    """Return whether nothing of an answer is spread, whose readings are one: all of one train may be too."""
    times = answer.get("arrive") or {}
    return "chance" not in answer or (answer["chance"] == 1 and is_certain(list(times.values())))


def _tell_arrival(document: Document) -> list[Fact]:
    answer, goer = document["answer"], name_goer(document)
    was = fact("arrived" if is_past(document, answer["arrive"]["expected"]) else "arrives", **name_ends(document))
    going = _tell_going(document)
    parts = {"goer": goer, "going": going, **name_ends(document), "was": was}
    asked = answer.get("left_in")
    left = asked and fact(
        "left in",
        goer=goer,
        **name_ends(document),
        asked=asked["text"],
        spans=Listed([_tell_span(span) for span in asked["spans"]], "or"),
        chance=Share(format_model_chance(asked["chance"])),
    )
    key = "arrival seen only" if going.key == "seen only" else "arrival"
    return [fact(key, **parts, **tell_expected(answer), left=left)]


def _tell_span(span: Document) -> Fact:
    """Return a span of time of which either end may be open."""
    first, last = span["first"], span["last"]
    if last is None:
        return fact("after", first=Time(first))
    if first is None:
        return fact("before", last=Time(last, "bound"))
    if is_whole_day(first, last):
        return fact("within day", day=Time(first, "day"))
    return fact("between", first=Time(first), last=Time(last, "bound"))


def _tell_going(document: Document) -> Fact:
    """Return who goes, and when it leaves, or where it was seen, or not seen, when and how exactly."""
    question, depart = document["question"], document["answer"]["depart"]
    seen = [("seen", item) for item in question.get("seen") or ()]
    seen += [("not seen", item) for item in question.get("not_seen") or ()]
    told = [_tell_seen(key, item, n == len(seen)) for n, (key, item) in enumerate(seen, 1)]
    gone = "having left" if is_past(document, depart) else "leaving"
    left = fact(gone, **name_ends(document), depart=Time(depart))
    key = "going" if not told else "going seen" if question["depart"] else "seen only"
    return fact(key, goer=name_goer(document), left=left, told=Listed(told, "told"))


def _tell_seen(key: str, item: Document, is_last: bool) -> Fact:
    parts: dict[str, Any] = {"does": tell_event(item), "ending": fact(f"{key} {'last' if is_last else 'more'}")}
    if key == "seen":
        error_s = item["error_s"]
        return fact(key, **parts, time=Time(item["time"]), error=format_duration(error_s), minutes=round(error_s / 60))
    noticed = item.get("noticed", 1)
    known = None if noticed == 1 else fact("noticed", chance=chance(noticed))
    return fact(key, **parts, time=Time(item["by"]), noticed=known)


def tell_event(item: Document) -> Fact:
    """Return what a sighting saw it do, and where."""
    return fact(f"does {item['event']}", place=Place(item["station"]))


def tell_expected(answer: Document) -> dict[str, Any]:
    """Return as parts of a fact the expected arrival and the span around it."""
    arrive = answer["arrive"]
    return {"expected": Time(arrive["expected"], "up"), "span": _tell_spread(answer)}


def _tell_spread(answer: Document) -> Fact:
    arrive = answer["arrive"]
    if arrive["late"] is None:
        return fact("spread never")
    if is_certain(list(arrive.values())):
        return fact("spread none" if answer["confidence"] == EVEN else "spread unspread", unspread=fact("unspread"))
    how = "up" if len({round_up(stamp).date() for stamp in arrive.values()}) > 1 else "hour"
    ends = {name: Time(arrive[name], how) for name in ("early", "late")}
    return fact(f"spread {how}", share=chance(2 * answer["confidence"] - 1), **ends)


def _tell_feasible(document: Document) -> list[Fact]:
    answer, expected = document["answer"], document["answer"]["arrive"]["expected"]
    had = is_past(document, answer["arrive_by"])
    parts = {
        **name_ends(document),
        "goer": name_goer(document),
        "going": _tell_going(document),
        "is": fact("had got to" if had else "is in"),
        "by": Time(answer["arrive_by"], "bound"),
        "chance": Share(format_chance_of(answer, answer["on_time"])),
    }
    if expected is None:
        return [fact("feasible", **parts, rest=fact("rather never"))]
    then = fact("should have come" if had and is_past(document, expected) else "is expected")
    return [fact("feasible", **parts, rest=fact("expected", then=then, **tell_expected(answer)))]


def _tell_distance(document: Document) -> list[Fact]:
    itinerary = document["itinerary"]
    error = fact("error", error=Length(itinerary["error_m"])) if itinerary["error_m"] else None
    places = [dwell["station"] for dwell in itinerary["dwells"] if dwell["kind"] == "reversal"]
    turned = fact("reversing", places=Listed([fact("at", place=Place(code)) for code in places], "and"))
    return [
        fact(
            "distance",
            **name_ends(document),
            length=Length(itinerary["length_m"]),
            error=error,
            how=tell_way(leg["line"] for leg in itinerary["legs"]),
            turned=turned if places else None,
            straight=Length(itinerary["geodesic_m"]),
        )
    ]


def tell_way(lines: Iterable[str]) -> Fact:
    """Return how a length is measured, by the lines of its legs."""
    return fact(f"way {name_path(lines)}")


def _tell_caveat(document: Document) -> Fact:
    question = document["question"]
    if question["kind"] == "distance":
        basis = document["itinerary"]["basis"]
        return fact("official lengths" if basis == "official" else "other lengths", basis=basis)
    grounds = count_grounds(document)
    by = fact("caveat by", mode=Mode(question["mode"])) if "claims" in document["answer"] else None
    parts = {**grounds._asdict(), "by": by}
    found = [fact("assumed" if grounds.assumed else "none assumed", **parts)]
    found += [fact("learned", **parts)] if grounds.learned else []
    found += [fact("by hand", **parts)] if grounds.by_hand else []
    is_sourced = not (grounds.assumed or grounds.learned or grounds.by_hand)
    return fact("caveat sourced" if is_sourced else "caveat", **parts, found=Listed(found, "list"))


SENTENCES: Mapping[str, Callable[[Document], Sequence[Fact]]] = {
    "latest-departure": _tell_latest,
    "arrival": _tell_arrival,
    "feasible": _tell_feasible,
    "distance": _tell_distance,
}
