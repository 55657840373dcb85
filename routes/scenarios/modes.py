"""The modes of travel: the words for each, the profile that is meant where none is named, and changes between them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from routes.errors import UsageError

RAIL, AIR, SEA = "rail", "air", "sea"
ROAD = "road"
"""The line of the legs between a place and its airport or port; no journey goes by it alone."""
MODES = (RAIL, AIR, SEA)
CHANGE = "+"
"""Between the modes of a journey that changes on the way, each from one station that it is to pass to the next."""
PROFILES = {RAIL: "special", AIR: "airliner", SEA: "ship"}
WORDS = {
    **dict.fromkeys(("rail", "train", "railway"), RAIL),
    **dict.fromkeys(("air", "plane", "airplane", "aeroplane"), AIR),
    **dict.fromkeys(("sea", "ship", "boat", "ferry", "vessel"), SEA),
}
_UNKNOWN_YET = ("road", "car")


def parse_mode(text: str) -> str:
    """Return `rail`, `air` or `sea` for a word such as train; of several, `rail+air`, one for each stretch of the way.

    Raises: UsageError, for any other word.
    """
    return CHANGE.join(_parse_word(word) for word in re.split("[,+]", text))


def _parse_word(text: str) -> str:
    word = text.strip().casefold()
    if word in WORDS:
        return WORDS[word]
    what = "there is no way by" if word in _UNKNOWN_YET else "no mode of travel is called"
    hint = "the modes are rail (train), air (plane) and sea (ship); rail,air changes at the station after --via"
    raise UsageError(f'{what} "{text.strip()}"', hint=hint)


def parse_modes(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the modes that words such as `train,plane` name, each once, in the order given; all for none.

    One that changes on the way is written `train+plane`.
    Raises: UsageError, for a word that names no mode.
    """
    words = [word for text in texts for word in text.replace(";", ",").split(",") if word.strip()]
    return tuple(dict.fromkeys(parse_mode(word) for word in words)) or MODES


def split_mode(mode: str) -> tuple[str, ...]:
    """Return the modes of a journey in travel order; one, unless it changes on the way."""
    return tuple(mode.split(CHANGE))


def usual_profile(mode: str) -> str:
    """Return the name of the profile that is meant for a mode; of a journey that changes, that of its first."""
    return PROFILES[split_mode(mode)[0]]


def is_mode(value: object) -> bool:
    """Return whether a value is a mode as files write it: `rail`, or `rail+air` or `rail,air` for a change."""
    return isinstance(value, str) and all(part.strip() in MODES for part in re.split("[,+]", value))


def mode_of(line: str) -> str:
    """Return the mode of a leg by its line: air, sea or road, and rail for any other."""
    return line if line in (AIR, SEA, ROAD) else RAIL
