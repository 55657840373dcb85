"""What people write for a country when they say which of two places of one name they mean."""

from __future__ import annotations

from functools import cache

from routes.gazetteer.folding import fold
from routes.gazetteer.zones import read_tab

# Code: names in the languages of the region. A word that fits two countries ("Korea") stands under both.
COUNTRY_NAMES: dict[str, tuple[str, ...]] = {
    "CN": ("China", "PRC", "CHN", "中国", "中國", "중국", "Китай", "КНР", "Trung Quốc", "Хятад", "Chine", "Kina"),
    "KP": (
        *("North Korea", "DPRK", "Korea", "PRK", "NK", "북한", "조선", "북조선", "朝鲜", "朝鮮", "北朝鲜", "北朝鮮"),
        *("北韓", "КНДР", "Северная Корея", "Triều Tiên", "Nordkorea", "Corée du Nord"),
    ),
    "KR": (
        *("South Korea", "ROK", "Korea", "KOR", "SK", "한국", "대한민국", "남한", "남조선", "韩国", "韓國", "韓国"),
        *("Южная Корея", "Республика Корея", "Hàn Quốc", "Südkorea", "Corée du Sud"),
    ),
    "MN": (
        "Mongolia",
        "MNG",
        "Монгол",
        "Монгол Улс",
        "Монголия",
        "蒙古",
        "蒙古国",
        "몽골",
        "Mông Cổ",
        "Mongolei",
        "Mongolie",
    ),
    "RU": (
        *("Russia", "Russian Federation", "RUS", "Россия", "РФ", "러시아", "로씨야", "俄罗斯", "俄羅斯", "ロシア"),
        *("Nga", "Орос", "Russland", "Russie"),
    ),
    "VN": ("Vietnam", "Viet Nam", "VNM", "Việt Nam", "Вьетнам", "베트남", "윁남", "越南", "ベトナム"),
}

AIRPORT_WORDS = ("airport", "аэропорт", "aeroport", "공항", "비행장", "机场", "機場", "空港", "flughafen", "sân bay")
RAILWAY_WORDS = ("station", "railway", "rail", "train", "станция", "вокзал", "역", "站", "駅", "ga", "bahnhof", "gare")


@cache
def list_countries() -> dict[str, str]:
    """Return the English name of every country by its ISO code, as tzdata lists them."""
    return {row[0]: row[1] for row in read_tab("iso3166.tab")}


def name_country(code: str) -> str:
    """Return `Russia` for RU and `Belgium` for BE; the code itself where it is no country's.

    >>> name_country("KP"), name_country("FR"), name_country("XX")
    ('North Korea', 'France', 'XX')
    """
    return next(iter(COUNTRY_NAMES.get(code, ())), None) or list_countries().get(code, code)


def read_country(text: str) -> str:
    """Return the ISO code that a code or name stands for; in capitals as it came, where that is no country or several.

    >>> read_country("cn"), read_country("Belgium"), read_country("Südkorea"), read_country("Korea")
    ('CN', 'BE', 'KR', 'KOREA')
    """
    code = text.strip().upper()
    if len(code) == 2 and code.isascii():
        return code
    found = _list_names().get(fold(text), frozenset())
    return next(iter(found)) if len(found) == 1 else code


@cache
def _list_names() -> dict[str, frozenset[str]]:
    """Return the codes that each name stands for, folded; `Britain (UK)` counts as both of its halves too."""
    found: dict[str, frozenset[str]] = {}
    for code, english in list_countries().items():
        parts = (english, *english.rstrip(")").split(" (")) if "(" in english else (english,)
        for name in (*parts, *COUNTRY_NAMES.get(code, ())):
            found[fold(name)] = found.get(fold(name), frozenset()) | {code}
    return found
