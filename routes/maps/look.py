"""What the maker of a map chooses of its ground: whose borders, which names, and the language of labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from routes.scenarios.labels import Label

NEUTRAL = "neutral"
# Natural Earth 3.0.1, which is packed, has no points of view of single states.
WORLDVIEWS = {
    NEUTRAL: "Borders as Natural Earth 3.0.1 has them, disputed and control lines dotted: no view of whose they are. "
    "At Crimea it has no line.",
    "control": "Lines of control count as borders, as Natural Earth 3.0.1 has them; its disputed lines stay dotted, "
    "for it does not say which of them are held and which are claimed. At Crimea it has no line. Whoever made this map "
    "chose that view.",
    "none": "No borders are drawn: whoever made this map chose to leave them out.",
}
NO_NAMES = "Seas have no names here."
OWN_NAMES = "Names of seas, areas and borders are the choice of whoever made this map ({})."
SHOWN = 4


class Look(NamedTuple):
    """The choices: a key of WORLDVIEWS, the names to draw, and the language that labels begin in ("" for Latin)."""

    worldview: str = NEUTRAL
    labels: tuple[Label, ...] = ()
    lang: str = ""


AS_IS = Look()


def build_look(look: Look, lon: float) -> dict[str, Any]:
    """Return what the page's script draws of the choices, with longitudes next to `lon`, the middle of the map."""
    return {"lang": look.lang, "labels": [label._asdict() for label in turn_labels(look, lon)]}


def turn_labels(look: Look, lon: float) -> list[Label]:
    """Return the names with longitudes next to `lon`."""
    return [label._replace(lon=label.lon + 360 * round((lon - label.lon) / 360)) for label in look.labels]


def is_spoken(tag: str, lang: str) -> bool:
    """Return whether a name of this tag is one in a language: `zh-Hans` in zh too, as the page's script has it."""
    return tag == lang or tag.partition("-")[0] == lang


def speak(document: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    """Return the answer with the names of its stations in a language, where they have one; local ones become Latin."""
    stations = {code: _speak_station(station, lang) for code, station in document["stations"].items()}
    return {**document, "stations": stations} if lang else document


def _speak_station(station: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    spoken = [name for tag, name in station.get("names", {}).items() if is_spoken(tag, lang)]
    return {**station, "name": spoken[0], "local_name": station["name"]} if spoken else station


def format_disclaimer(look: Look) -> str:
    """Return whose view the map is."""
    shown = [f"“{label.name}”" for label in look.labels[:SHOWN]] + ["…"] * (len(look.labels) > SHOWN)
    names = OWN_NAMES.format(", ".join(shown)) if shown else NO_NAMES
    return f"{WORLDVIEWS[look.worldview]} {names}"


def list_languages(stations: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the languages in which at least half of the stations have a name, in alphabetical order."""
    counts: dict[str, int] = {}
    for station in stations:
        for lang in station.get("names", {}):
            counts[lang] = counts.get(lang, 0) + 1
    return sorted(lang for lang, count in counts.items() if 2 * count >= len(stations))
