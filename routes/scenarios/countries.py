"""Countries as people write them: codes of two or three letters, and names in the languages of the packed cities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from routes.errors import UsageError
from routes.gazetteer.countries import list_countries, name_country, read_country
from routes.gazetteer.folding import fold

if TYPE_CHECKING:
    from routes.scenarios.world import World

SOVEREIGN = {"unitedkingdom": "GB", "fra": "FR"}
"""Whose a name is that the packed countries have under the territories of a state too."""

ALIKE = 72
"""How like a name has to be, of 100, to be proposed for one that is not known."""


def find_countries(text: str) -> tuple[str, ...]:
    """Return the ISO code of the country that a text stands for; several where it leaves that open, () for none.

    >>> find_countries("USA"), find_countries("Бельгия"), find_countries("Korea"), find_countries("Atlantis")
    (('US',), ('BE',), ('KP', 'KR'), ())
    """
    known = list_countries()
    for bare in dict.fromkeys((text, re.sub("^the ", "", text.strip(), flags=re.IGNORECASE))):
        if (code := read_country(bare)) in known:
            return (code,)
        if found := _list_names().get(fold(bare)):
            return (SOVEREIGN[fold(bare)],) if fold(bare) in SOVEREIGN else tuple(found)
    return ()


def read_avoided(text: str) -> str:
    """Return the ISO code of a country; in capitals as it came where it is none or several, which are told later."""
    found = find_countries(text)
    return found[0] if len(found) == 1 else text.strip().upper()


def describe_strange(text: str) -> tuple[str, str]:
    """Return why a text is no country that can be avoided, and what may be meant."""
    found = find_countries(text)
    if len(found) > 1:
        return f'"{text}" can be {_join(found)}', f"write {' or '.join(found)}"
    way = "write it as ISO 3166 has it, such as CN, or by name: China; for several, repeat --avoid"
    parts = [part.strip() for part in re.split("[,;/]", text)]
    if len(parts) > 1 and all(find_countries(part) for part in parts):
        return f'"{text}" is several countries', "name one at a time: " + " ".join(f'--avoid "{p}"' for p in parts)
    if like := _suggest(text):
        way = f"did you mean {_join(like)}? Otherwise {way}"
    return f'no country has the code or name "{text}"', way


def list_strange(world: World, texts: Iterable[str]) -> list[str]:
    """Return the texts among these that are no country's code or name, or several countries'; those of data are."""
    here = {station.country for station in world.gazetteer.stations.values()}
    return [text for text in texts if (code := read_avoided(text)) not in here and code not in list_countries()]


def refuse_strange(world: World, texts: Iterable[str]) -> None:
    """Raise UsageError for the first text that is no country."""
    for text in list_strange(world, texts):
        message, hint = describe_strange(text)
        raise UsageError(message, hint=hint)


def _join(codes: tuple[str, ...]) -> str:
    return " or ".join(f"{name_country(code)} ({code})" for code in codes)


def _list_names() -> dict[str, dict[str, None]]:
    """Return the codes by each folded name that the packed cities have for a country."""
    from routes.basemap.cities import list_all_country_keys

    found: dict[str, dict[str, None]] = {}
    for code, keys in list_all_country_keys():
        for key in keys:
            found.setdefault(key, {})[code] = None
    return found


def _suggest(text: str, count: int = 3) -> tuple[str, ...]:
    """Return the countries with the names most like a text, the likest first."""
    from rapidfuzz import fuzz, process  # needed only after a mistake

    names = {name: tuple(codes) for name, codes in _list_names().items() if len(name) > 3}
    names |= {fold(name): (code,) for code, name in list_countries().items()}
    best = process.extract(fold(text), list(names), scorer=fuzz.ratio, limit=8, score_cutoff=ALIKE)
    return tuple(dict.fromkeys(code for name, _, _ in best for code in names[name]))[:count]
