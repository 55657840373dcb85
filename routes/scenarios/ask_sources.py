"""Who told it, as a question names them: agencies, papers and kinds of witnesses, which say nothing of the journey."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_OUTLETS = """tass|itar-tass|ria novosti|ria|sputnik|interfax|kommersant|izvestia|izvestiya|rossiya 1|rossiya-1|rt
    |vedomosti    |rbc|primamedia|vl.ru|deita.ru|vladnews|reuters|associated press|ap
    |agence france-presse|afp|bloomberg|bbc|cnn|nbc
    |cbs|abc|fox news|new york times|the new york times|nyt|washington post|the washington post|wall street journal
    |the wall street journal|wsj|financial times|the financial times|the guardian|guardian|the times|kyodo|kyodo news
    |kyodo news agency|jiji|jiji press|nhk|tbs|jnn|fnn|ann|tv asahi|fuji tv|nippon tv|asahi shimbun|asahi|yomiuri
    |yomiuri shimbun|mainichi|nikkei|xinhua|global times|cctv|caixin|yonhap|yonhap news|yonhap news agency|kbs|mbc|sbs
    |jtbc|ytn|chosun ilbo|the chosun ilbo|chosun|joongang ilbo|dong-a ilbo|donga|hankyoreh|korea herald
    |the korea herald|daily nk|dailynk|nk news|nk pro|38 north|kcna|rodong sinmun|radio free asia|rfa|voice of america
    |voa|radio liberty|telegram|twitter|baza|mash|shot"""
_WITNESSES = """eyewitnesses|an eyewitness|eyewitness|witnesses|a witness|local media|russian media|state media
    |japanese media|south korean media|north korean media|korean media|chinese media|media reports|media|press reports
    |the press|reports|a report|news reports|news agencies|officials|an official|russian officials
    |south korean officials|sources|a source|two sources|our source|railway sources|a railway source|locals
    |local residents|residents|a resident|south korean intelligence|the nis|intelligence|the kremlin|peskov
    |satellite imagery|a local|the newspaper|a newspaper|the agency|telegram channels|a telegram channel"""
_SAYS = "reports|reported|says|said|writes|wrote|has reported|is reporting|claims|claimed|has it"
_RUSSIAN = """тасс|риа новости|риа
    |интерфакс|интерфакса|коммерсант|известия|известий|рейтер|киодо|ренхап|бибиси|сми|очевидцев
    |очевидцы|местных сми|российских сми"""
_KOREAN = """타스
    |타스 통신|타스통신|리아노보스티|리아 노보스티|인테르팍스|연합뉴스|교도통신|교도 통신|로이터|로이터 통신|로이터통신
    |NHK|AP|AFP
    |AP통신|조선중앙통신|조선일보|동아일보|중앙일보|외신|언론|언론 보도|현지 언론|러시아 언론|일본 언론|목격자"""
_EAST = """塔斯社|俄新社|新华社|新華社
    |共同社|共同通信|韩联社|韓聯社|聯合通訊社|聯合ニュース|路透社|タス通信
    |インタファクス通信|インタファクス
    |ロイター|NHK|聯合通信|媒体|目击者|报道|報道"""


def _any(bars: str) -> str:
    """Return a pattern of any of some phrases, the longest first."""
    phrases = sorted({" ".join(p.split()) for p in bars.split("|")}, key=lambda p: (-len(p), p))
    return "(?:" + "|".join(re.escape(p) for p in phrases) + ")"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return where a source stands: before a colon, behind `according to`, as who reports, or in brackets."""
    outlet, who = _any(_OUTLETS), _any(f"{_OUTLETS}|{_WITNESSES}")
    russian, korean, east = _any(_RUSSIAN), _any(_KOREAN), _any(_EAST)
    list_of = rf"(?P<who>(?:the )?{who}(?:(?:,? and |, | / ?|/){who})*)"
    end = r"(?=\s*[,.;?!]|\s*$|\s)"
    bound = r"(?![\w-])"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"^(?P<who>(?:{outlet}|{russian}))\s*:\s*",
            rf"(?:^|(?<=[\s,]))(?:according to|as reported by|reported by|as told by|quoting|citing|per|source:|via)\s"
            rf"{list_of}{bound}(?:'s [a-z]+)?(?: (?:{_SAYS}))?(?: today| yesterday)?\s*,?{end}",
            rf"^(?:the )?(?P<who>{who}) (?:{_SAYS})(?: that| today that)?\s*[,:]?\s",
            rf"(?:,\s*|\s[–—-]\s*)(?P<who>(?:the )?{who}),? (?:{_SAYS}){end}",
            rf"(?:,\s*|\s[–—-]\s*)(?:says|said|reports|reported) (?P<who>(?:the )?{who}){bound}{end}",
            rf",\s*(?P<who>{outlet})\s*(?=[,.;?!]|$)",
            rf"(?:^|(?<=[\s,]))(?:по (?:данным|сообщению|сообщениям|словам)"
            r"|как (?:сообщает|сообщают|пишет|передает|передаёт)"
            rf"|сообщает|сообщают)\s(?P<who>{russian}){bound}\s*,?",
            rf"(?P<who>{korean})(?:에 따르면|에 의하면| 보도에 따르면| 보도)\s*,?",
            rf"(?:据|據|根据)(?P<who>{east})(?:报道|報道|报导|消息|称|说)?\s*[,，]?",
            rf"(?P<who>{east})(?:によると|によれば|の報道によると)\s*[,、]?",
        )
    )


def take_sources(text: str, is_part: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """Return a cleaned question without those who told it, and who they are.

    A name that is in no list counts behind `according to` alone, in capitals, and where `is_part` says that nothing of
    it is a part of the question, such as a place.
    """
    named: list[str] = []

    def take(found: re.Match[str]) -> str:
        named.append(found["who"])
        return " "

    for pattern in _patterns():
        text = pattern.sub(take, text)
    unknown = re.compile(
        r"(?:^|(?<=[\s,]))[Aa]ccording to (?P<who>(?:the )?[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3})(?=\s*(?:[,;?!]|$))"
    )
    if (found := unknown.search(text)) and not any(is_part(word) for word in (found["who"], *found["who"].split())):
        text = unknown.sub(take, text)
    if named:
        text = re.sub(r"\s+([,?.!;])", r"\1", " ".join(text.split()))
        text = re.sub(r"^[\s,;:]+", "", re.sub(r",(?:\s*,)+", ",", text))
    return text, tuple(dict.fromkeys(named))
