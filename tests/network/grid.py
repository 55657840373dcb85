"""Small networks from text, plain costs, and a path as one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from routes.geo import Coordinate
from routes.ids import StationCode
from routes.network.graph import Network, Segment, Turn
from routes.network.graph import Path as TrackPath
from routes.network.search import Costs

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


@dataclass(frozen=True, slots=True)
class Place:
    """A station as the network sees it."""

    code: StationCode
    name: str
    country: str
    coordinate: Coordinate
    gauges_mm: tuple[int, ...]
    changes_gauge: bool


def build_network(text: str) -> Network:
    """Return a network from lines such as these; lengths are in km, gauges 1435 and country KP unless written.

    a b 10                    a segment; `a b 10 1435/1520` has two gauges
    turn b a a 20 possible    a reversal at b, 20 minutes; regular unless written
    at b RU change            the country of a station, and that it changes gauge
    """
    places: dict[str, Place] = {}
    segments, turns = [], []
    for words in (line.split() for line in text.strip().splitlines()):
        if words[0] == "at":
            places[words[1]] = replace(_find(places, words[1]), country=words[2], changes_gauge="change" in words)
        elif words[0] == "turn":
            turns.append(_build_turn(*words[1:]))
        else:
            segments.append(_build_segment(*words))
            for code in words[:2]:
                _find(places, code)
    borders = [s._replace(border=places[s.start].country != places[s.end].country) for s in segments]
    return Network(tuple(borders), tuple(turns), {StationCode(code): place for code, place in places.items()})


def _find(places: dict[str, Place], code: str) -> Place:
    new = Place(StationCode(code), code.upper(), "KP", Coordinate(0, len(places) / 1000), (1435, 1520), False)
    return places.setdefault(code, new)


def _build_segment(start: str, end: str, km: str, gauges: str = "1435", line: str = "main") -> Segment:
    gauges_mm = tuple(int(g) for g in gauges.split("/"))
    ends = StationCode(start), StationCode(end)
    return Segment(*ends, line, int(km) * 1000, 0, "official", "", gauges_mm, None, False, "test", "", "test:1")


def _build_turn(at: str, start: str, end: str, minutes: str, kind: str = "regular") -> Turn:
    codes = StationCode(at), StationCode(start), StationCode(end)
    return Turn(*codes, kind, 0, int(minutes), 2 * int(minutes), "test", "", "test:1")


def plain_costs(*gauges_mm: int, gauge_s: int | None = 1800, border_s: int = 0, stop_s: int = 0) -> Costs:
    """Return the costs of a train at 60 km/h (one minute a kilometre) on the gauges, 1435 unless given."""
    return Costs(
        gauges_mm=gauges_mm or (1435,),
        run_s=lambda segment: segment.length_m * 60 // 1000,
        turn_s=lambda turn: turn.likely_min * 60,
        border_s=lambda _segment, _station: border_s,
        gauge_s=lambda _station, _from_mm, _to_mm: gauge_s,
        stop_s=lambda _station: stop_s,
    )


def draw(path: TrackPath) -> str:
    """Return `a b *c` for a path that reverses at c, with ` |1520` where the gauge becomes another."""
    words: list[str] = []
    for index, step in enumerate(path.steps):
        changed = index and step.gauge_mm != path.steps[index - 1].gauge_mm
        words.append(("*" if step.turn else "") + step.start + (f" |{step.gauge_mm}" if changed else ""))
    return " ".join([*words, path.steps[-1].end]) if path.steps else "stays"
