"""The modes of travel: the words for each, and the profile that is meant where none is named."""

from __future__ import annotations

from collections.abc import Iterable

from routes.errors import UsageError

RAIL, AIR = "rail", "air"
MODES = (RAIL, AIR)
PROFILES = {RAIL: "special", AIR: "airliner"}
WORDS = {"rail": RAIL, "train": RAIL, "railway": RAIL, "air": AIR, "plane": AIR, "airplane": AIR, "aeroplane": AIR}
_UNKNOWN_YET = ("sea", "ship", "boat", "road", "car")


def parse_mode(text: str) -> str:
    """Return `rail` or `air` for a word such as train or plane.

    Raises: UsageError, for any other word.
    """
    word = text.strip().casefold()
    if word in WORDS:
        return WORDS[word]
    what = "there is no way by" if word in _UNKNOWN_YET else "no mode of travel is called"
    raise UsageError(f'{what} "{text.strip()}"', hint="the modes are rail (train) and air (plane)")


def parse_modes(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the modes that words such as `train,plane` name, each once, in the order given; all for none.

    Raises: UsageError, for a word that names no mode.
    """
    words = [word for text in texts for word in text.replace(";", ",").split(",") if word.strip()]
    return tuple(dict.fromkeys(parse_mode(word) for word in words)) or MODES
