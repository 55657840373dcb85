"""The sentence to quote: an answer with its dates, clocks, chance and caveat, in English; others are beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from routes.claim_sentences import format_model_chance, name_by
from routes.clock import zone_city
from routes.sentences import format_chance, name_path, station_name
from routes.stamps import format_zone, read_local
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
Stamp = Mapping[str, Any]
EVEN = 0.5
SEEN = {"arr": "arriving at {}", "dep": "leaving {}", "pass": "passing {}"}


class Said:
    """What a quote has said of years and clocks, so that a time repeats of them only what is new."""

    __slots__ = ("clock", "year")

    def __init__(self) -> None:
        self.year = 0
        self.clock = ""

    def is_new_year(self, day: datetime) -> bool:
        """Return whether a date is of another year than the last one said; it counts as said from now on."""
        is_new, self.year = day.year != self.year, day.year
        return is_new

    def is_new_clock(self, stamp: Stamp) -> bool:
        """Return whether a time is on another clock than the last one said; it counts as said from now on."""
        key = f"{stamp['zone']} {format_zone(stamp)}"
        is_new, self.clock = key != self.clock, key
        return is_new


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


def round_up(stamp: Stamp) -> datetime:
    """Return the local time of an arrival, to the whole minute not before it."""
    return (read_local(stamp) + timedelta(seconds=59)).replace(second=0)


def day_end(stamp: Stamp) -> datetime | None:
    """Return the day that a bound at midnight ends; None for a bound within a day."""
    local = read_local(stamp)
    return local - timedelta(days=1) if (local.hour, local.minute, local.second) == (0, 0, 0) else None


def is_whole_day(first: Stamp, last: Stamp) -> bool:
    """Return whether a span is one local day, from its beginning to its end."""
    day, local = day_end(last), read_local(first)
    return day is not None and day.date() == local.date() and f"{local:%H:%M}" == "00:00"


def name_in(document: Document, code: str, lang: str) -> str:
    """Return the name of a station in a language, else the one that the document has."""
    station = document["stations"][code]
    return str(station.get("names", {}).get(lang) or station["name"])


def build_quote(document: Document) -> dict[str, str]:
    """Return the sentence to quote by language: what the answer says, and how far it may be trusted."""
    from routes.report.quote_ko import format_korean

    found = {"en": format_english(document), "ko": format_korean(document)}
    if "legs" not in document["question"]:
        return found
    from routes.report.quote_ru import format_russian  # what the answers of a modelled journey do not have

    return {**found, "ru": format_russian(document)}


def format_english(document: Document) -> str:
    """Return the quote in English, a sentence for each reading of the question and one for the caveat."""
    said = Said()
    as_of = "" if document["as_of"]["today"] else f"As of {_as_of(document, said)}, "
    sentences = [_find_sentence(find_kind(part))(part, said) for part in list_parts(document)]
    first = as_of + sentences[0] if as_of else _capital(sentences[0])
    others = [_capital(sentence) for sentence in sentences[1:]]
    return " ".join([first, *others, *_list_windows(document), _caveat(document)])


def _list_windows(document: Document) -> list[str]:
    if not document["question"].get("windows"):
        return []
    from routes.sentences_told import format_windows  # what most answers do not have

    return [text.replace("Waits for: ", "It is taken to wait for ", 1) for text in format_windows(document)]


def _find_sentence(kind: str) -> Callable[[Document, Said], str]:
    if kind in SENTENCES:
        return SENTENCES[kind]
    from routes.report.quote_others import SENTENCES as OTHERS  # what the answers of one journey do not need

    return OTHERS[kind]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _as_of(document: Document, said: Said) -> str:
    as_of = document["as_of"]
    start = "the start of " if as_of["whole_day"] else f"{read_local(as_of):%H:%M} on "
    return start + _day(read_local(as_of), said) + _clock(as_of, said)


def _day(day: datetime, said: Said) -> str:
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if said.is_new_year(day) else "")


def _clock(stamp: Stamp, said: Said) -> str:
    """Return ` (Pyongyang time, UTC+9)` where the clock is another than that of the time before."""
    if not said.is_new_clock(stamp):
        return ""
    city, offset = zone_city(stamp["zone"]), format_zone(stamp)
    return f" ({offset})" if city.startswith("UTC") else f" ({city} time, {offset})"


def say_time(stamp: Stamp, said: Said) -> str:
    """Return `02:30 on Monday 11 September 2023 (Pyongyang time, UTC+9)`."""
    local = read_local(stamp)
    return f"{local:%H:%M} on {_day(local, said)}{_clock(stamp, said)}"


def say_arriving(stamp: Stamp, said: Said) -> str:
    """Return the same of an arrival, rounded up to the minute."""
    local = round_up(stamp)
    return f"{local:%H:%M} on {_day(local, said)}{_clock(stamp, said)}"


def say_bound(stamp: Stamp, said: Said) -> str:
    """Return `the end of Tuesday 12 September 2023 (…)` for midnight, any other deadline as a time."""
    day = day_end(stamp)
    return f"the end of {_day(day, said)}{_clock(stamp, said)}" if day else say_time(stamp, said)


def _format_latest(document: Document, said: Said) -> str:
    answer, row = document["answer"], document["answer"]["depart_by"]
    start, end = (station_name(document, document["question"][side]) for side in ("from", "to"))
    train, share, rest = _train(document), format_chance(answer["confidence"]), format_chance(1 - answer["confidence"])
    deadline = f"in {end} by {say_bound(answer['arrive_by'], said)}"
    safe, even, last = row["safe"], row["even"], row["too_late_after"]
    if last is None:
        return f"no departure from {start} has even a {rest} chance of being {deadline}."
    if "too_late_after" in row["past"]:
        gone = ", and that deadline itself is past" if is_past(document, answer["arrive_by"]) else ""
        need = "it" if is_certain([safe, even, last]) else f"even for a {rest} chance it"
        return (
            f"{train} cannot be expected {deadline}: {need} had to leave {start} by {say_time(last, said)}, "
            f"which is past{gone}."
        )
    if is_certain([safe, even, last]) and even is not None:
        return f"to be {deadline}, {train} must leave {start} by {say_time(even, said)}; {_sure(answer)}."
    if even is None or "even" in row["past"]:
        gone = f" is past ({say_time(even, said)})" if even else " does not exist"
        return (
            f"the departure from {start} that gives {train} an even chance of being {deadline}{gone}; leaving by "
            f"{say_time(last, said)} it has a {rest} chance."
        )
    lead = f"to be {deadline} with even odds (50%), {train} must leave {start} by {say_time(even, said)}"
    if is_certain([safe, last]):
        return f"{lead}."
    past = ", which is past" if "safe" in row["past"] else ""
    sure = f"no departure has a {share} chance" if safe is None else f"with {share}, by {say_time(safe, said)}{past}"
    return f"{lead}; {sure}; after {say_time(last, said)} the chance is below {rest}."


def _sure(answer: Document) -> str:
    """Return why all readings are one: that nothing is spread, or that all are of one train."""
    if is_unspread(answer):
        return "no spread is assumed"
    return f"the chance is {format_chance(answer['chance'])} then, and less a train later"


def is_unspread(answer: Document) -> bool:
    """Return whether nothing of an answer is spread, whose readings are one: all of one train may be too."""
    times = answer.get("arrive") or {}
    return "chance" not in answer or (answer["chance"] == 1 and is_certain(list(times.values())))


def _train(document: Document) -> str:
    return str(document["question"]["train"]["title"])


def _format_arrival(document: Document, said: Said) -> str:
    answer, end = document["answer"], station_name(document, document["question"]["to"])
    lead = f"{_train(document)}, {_going(document, said)}, "
    was = "should have reached" if is_past(document, answer["arrive"]["expected"]) else "is expected in"
    text = f"{lead}{was} {end} at about {say_expected(answer, said)}."
    if asked := answer.get("left_in"):
        start = station_name(document, document["question"]["from"])
        text += f" It left {start} {asked['text']} with a chance of {format_model_chance(asked['chance'])}."
    return text


def _going(document: Document, said: Said) -> str:
    """Return `leaving Khasan at 11:40 on …`, or where the train was seen, when and how exactly."""
    question, depart = document["question"], document["answer"]["depart"]
    told = [
        f"seen {SEEN[item['event']].format(station_name(document, item['station']))} at "
        f"{say_time(item['time'], said)} (±{format_duration(item['error_s'])})"
        for item in question.get("seen") or ()
    ]
    told += [
        f"not seen {SEEN[item['event']].format(station_name(document, item['station']))} by "
        f"{say_time(item['by'], said)}{_noticed(item)}"
        for item in question.get("not_seen") or ()
    ]
    if question["depart"] or not told:
        gone = "having left" if is_past(document, depart) else "leaving"
        told.insert(0, f"{gone} {station_name(document, question['from'])} at {say_time(depart, said)}")
    return ", ".join(told)


def _noticed(item: Document) -> str:
    return "" if item.get("noticed", 1) == 1 else f" (noticed with {format_chance(item['noticed'])})"


def say_expected(answer: Document, said: Said) -> str:
    """Return the expected arrival and the span around it."""
    arrive = answer["arrive"]
    expected = say_arriving(arrive["expected"], said)
    if arrive["late"] is None:
        return f"{expected}, if at all"
    if is_certain(list(arrive.values())):
        return expected if answer["confidence"] == EVEN else f"{expected}; no spread is assumed"
    dated = len({round_up(stamp).date() for stamp in arrive.values()}) > 1
    ends = [
        say_arriving(stamp, said) if dated else f"{round_up(stamp):%H:%M}"
        for stamp in (arrive["early"], arrive["late"])
    ]
    return f"{expected}, and with {format_chance(2 * answer['confidence'] - 1)} between {ends[0]} and {ends[1]}"


def _format_feasible(document: Document, said: Said) -> str:
    answer, end = document["answer"], station_name(document, document["question"]["to"])
    going, by = _going(document, said), say_bound(answer["arrive_by"], said)
    had = is_past(document, answer["arrive_by"])
    verb, then = ("had got to", "it should have come") if had else ("is in", "it is expected")
    then = then if is_past(document, answer["arrive"]["expected"]) else "it is expected"
    lead = f"{going}, {_train(document)} {verb} {end} by {by} with a chance of {format_chance(answer['on_time'])}"
    if answer["arrive"]["expected"] is None:
        return f"{lead}; it is less likely than not to get there at all."
    return f"{lead}; {then} there at about {say_expected(answer, said)}."


def _format_distance(document: Document, _: Said) -> str:
    itinerary = document["itinerary"]
    start, end = (station_name(document, document["question"][side]) for side in ("from", "to"))
    error = f" (±{format_km(itinerary['error_m'])})" if itinerary["error_m"] else ""
    places = list_reversals(document)
    turned = f", reversing at {' and '.join(station_name(document, code) for code in places)}" if places else ""
    how = name_path(leg["line"] for leg in itinerary["legs"])
    return (
        f"from {start} to {end} it is {format_km(itinerary['length_m'])}{error} {how}{turned}; "
        f"as the crow flies, {format_km(itinerary['geodesic_m'])}."
    )


def list_reversals(document: Document) -> list[str]:
    """Return where the train reverses, in order."""
    return [dwell["station"] for dwell in document["itinerary"]["dwells"] if dwell["kind"] == "reversal"]


def _caveat(document: Document) -> str:
    if document["question"]["kind"] == "distance":
        basis = document["itinerary"]["basis"]
        lengths = "The lengths are published ones" if basis == "official" else f"Part of the length is {basis}"
        return f"{lengths}; the way is the quickest known to the model, not one that was announced."
    grounds = count_grounds(document)
    which = f"assumptions {name_by(document['question']['mode'])}" if "claims" in document["answer"] else "assumptions"
    guesses = "is a guess" if grounds.assumed == 1 else "are guesses"
    found = [f"{grounds.assumed or 'none'} of its {grounds.total} {which} {guesses}"]
    if grounds.learned:
        cases = "1 clocked case" if grounds.cases == 1 else f"{grounds.cases} clocked cases"
        found.append(f"{grounds.learned} {_are(grounds.learned)} learned from {cases}")
    found += [f"{grounds.by_hand} {_are(grounds.by_hand)} set by hand"] if grounds.by_hand else []
    return f"This is a model, not a timetable: {', '.join(found)}."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


SENTENCES = {
    "latest-departure": _format_latest,
    "arrival": _format_arrival,
    "feasible": _format_feasible,
    "distance": _format_distance,
}
