"""Phrases of time within a question: where each begins and ends; what they mean is read later, in the right clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from routes import when_words
from routes.clock import ABBREVIATIONS, AMBIGUOUS_ABBREVIATIONS
from routes.errors import TimeError
from routes.gazetteer.names import find_places
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_tokens import Token
from routes.when import parse_when


def _words(bars: str) -> frozenset[str]:
    return frozenset(word.strip() for word in bars.split("|"))


LONGEST_RUN = 16  # tokens
# A moment at which every phrase can be read: it decides whether a phrase is one, never what it means.
_SAMPLE = datetime(2023, 9, 11, tzinfo=UTC)
_AS_VERBS = frozenset(("may", "march", "mar"))
_CORE = (
    frozenset((*when_words.WEEKDAYS, *when_words.RELATIVE_DAYS, *when_words.PARTS, *when_words.MONTHS)) - _AS_VERBS
) | _words("""noon|midday|midnight|now|weekend|fortnight|сейчас|полдень|полдня|полудня|полудню|полночь|eod""")
_OPENING = _words("""by|before|after|until|till|til|up|no|not|later|earlier|than|on|or|at|in|the|this|next|last|coming
    |past|end|start|beginning|of|half|quarter|between|either|within|day|within|a|prior|exactly|not
    |latest|к|ко|не|позднее|позже|в|во|после|через|since""") | frozenset(when_words.NUMBERS)
_INNER = (
    _OPENING
    | frozenset((*when_words.UNITS, *when_words.ORDINALS, *ABBREVIATIONS, *AMBIGUOUS_ABBREVIATIONS))
    | _words("""to|and|,|-|–|+|:|or|from|week|ago|am|pm|a.m.|p.m.|a.m|p.m|o'clock|utc|gmt|sharp|и|или""")
    | _words("""very|earliest|hence|минут|часов|года|утра|вечера|дня|through|thru|plus|minus|weekend|month""")
)
_INNER_CASELESS = frozenset(word.casefold() for word in _INNER)
_NEVER_LAST = frozenset(
    (",", "and", "to", "-", "–", ":", "or", "by", "at", "in", "on", "not", "no", "the", "a", "an", "of", "from")
)
_BETWEEN = frozenset((",", "and", "to", "-", "–", "or", "by", "before", "at", "in", "on", "not", "no", "the", "until"))
_WIDE = frozenset(
    "월화수목금토일요星期周週礼拜禮拜一二三四五六七八九十天日月年点點时時分半上下午中晚早明今后後昨前오전후내제모레시반밤저녁아침정자지금까에다음주이번년동안또는或者正午夜本这這曜火水木金土時間までに来午の"
    "어그저께늘지난한국서울평양모스크바분현각간北京东東京莫斯科当當地現日本"
)

_WIDE_BEHIND = frozenset("에까지또는기后後前후전다다時时点點分분시반요までに間の")  # never first


def read_time(text: str, tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> int | None:
    """Return the index after the longest phrase of time that starts at a token, or None.

    Raises: TimeError, for what can only be a time and cannot be read as one: `32 Sept`, `Tuesday 25:00`.
    """
    if tokens[at].word in _WIDE_BEHIND or not (
        _is_core(tokens, at) or tokens[at].word in _OPENING or _is_wide(tokens, at)
    ):
        return None
    end = _run_end(text, tokens, at, gazetteer)
    cores = [n for n in range(at, end) if _is_core(tokens, n) or _is_wide(tokens, n)]
    if not cores or (not _is_core(tokens, at) and not _opens(tokens, at, cores[0])):
        return None
    return _longest(text, tokens, (at, cores[0], end), gazetteer)


def _opens(tokens: Sequence[Token], at: int, core: int) -> bool:
    """Return whether only words that can open a phrase stand before its first sure word."""
    if tokens[at].word in ("a", "an") and tokens[at + 1].word not in ("week", "fortnight", "day", "quarter", "half"):
        return False
    return all(_is_inner(tokens[n].word) and tokens[n].word not in (",", "and") for n in range(at, core))


def _longest(text: str, tokens: Sequence[Token], bounds: tuple[int, int, int], gazetteer: Gazetteer) -> int | None:
    """Return the end of the longest part that can be read; a rest of numbers or names of days makes it an error."""
    at, core, end = bounds
    failure: TimeError | None = None
    wide = tokens[at].kind == "wide"
    for stop in range(end, core, -1):
        if tokens[stop - 1].word in _NEVER_LAST:
            continue
        try:
            parse_when(
                text[tokens[at].start : tokens[stop - 1].end], now=_SAMPLE, zone="UTC", zone_of=zone_lookup(gazetteer)
            )
        except TimeError as error:
            if _is_of_a_past_year(text[tokens[at].start : tokens[stop - 1].end], error):
                return stop
            failure = failure or error
        else:
            if failure and stop < end and _is_core(tokens, stop) and tokens[stop].word not in _BETWEEN:
                raise failure
            return stop
    if failure and _is_core(tokens, at) and not wide:
        raise failure
    return None


def _is_of_a_past_year(phrase: str, error: TimeError) -> bool:
    """Return whether weekday and date of a phrase agree when it is read backwards: `Sunday 10 September`."""
    if "also named" not in error.message:
        return False
    try:
        parse_when(phrase, now=_SAMPLE, zone="UTC", prefer="past")
    except TimeError:
        return False
    return True


def zone_lookup(gazetteer: Gazetteer) -> Callable[[str], str | None]:
    """Return the function that gives the zone of a place, or None when it is unknown or fits places of two zones."""

    def zone_of(name: str) -> str | None:
        zones = {gazetteer.stations[m.code].zone for m in find_places(gazetteer, name) if m.how != "prefix"}
        return zones.pop() if len(zones) == 1 else None

    return zone_of


def _run_end(text: str, tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> int:
    """Return the index after the words that may belong to one phrase; `Vladivostok time` may, behind a clock time."""
    end = at
    while end < min(len(tokens), at + LONGEST_RUN):
        token = tokens[end]
        if _is_wide(tokens, end) or _is_core(tokens, end) or _is_inner(token.word) or token.kind == "zone":
            end += 1
        elif clock := _place_clock(text, tokens, end, gazetteer) if end > at else None:
            end = clock
        else:
            break
    return end


def _is_inner(word: str) -> bool:
    return word in _INNER_CASELESS and word not in _AS_VERBS


def _place_clock(text: str, tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> int | None:
    """Return the index after `Vladivostok time`, `local time`, `South Korean time`."""
    for end in range(at + 1, min(at + 4, len(tokens))):
        if tokens[end].word == "time":
            name = text[tokens[at].start : tokens[end - 1].end].casefold()
            known = name == "local" or name in when_words.PLACE_CLOCKS or zone_lookup(gazetteer)(name)
            return end + 1 if known else None
    return None


def _is_wide(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].kind == "wide" and tokens[at].word in _WIDE


def _is_core(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a token is sure to belong to a time: a number, a day, a month, a part of the day."""
    token = tokens[at]
    if token.kind == "number":
        return not (at and tokens[at - 1].end == token.start and tokens[at - 1].kind != "wide")  # as in Chita-2
    return token.word in _CORE or (token.word in _AS_VERBS and _is_month(tokens, at))


def _is_month(tokens: Sequence[Token], at: int) -> bool:
    """Return whether `may` or `march` is the month: beside a number, or behind `in` or `by`."""
    beside = [*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2]]
    if any(t.kind == "number" or t.word in when_words.ORDINALS for t in beside):
        return True
    return at > 0 and tokens[at - 1].word in ("in", "by", "until", "before", "of", "next", "last")


def parse_sample(phrase: str) -> None:
    """Return nothing for a phrase of time.

    Raises: TimeError, when it is none.
    """
    parse_when(phrase, now=_SAMPLE, zone="UTC")


def is_time(phrase: str) -> bool:
    """Return whether a phrase can be read as a time."""
    try:
        parse_sample(phrase)
    except TimeError:
        return False
    return True
