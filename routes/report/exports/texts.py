"""Text from files made harmless for a format: no control characters, no markup, no formula, one line."""

from __future__ import annotations

import re

# What XML 1.0 cannot hold, what has no bytes in UTF-8 (halves of surrogates), and controls that steer a terminal.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\\s*[\r\n\u2028\u2029]+\\s*")
# https://owasp.org/www-community/attacks/CSV_Injection, with the wide forms that spreadsheets in East Asia take too.
_FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
_MARKUP = re.compile(r"[\\`*_\[\]#~$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[^\s<>\"'`\\|{}^\[\]]*)?")


def clean_text(text: object) -> str:
    """Return text without what no format can hold; tabs and line breaks stay."""
    return _FORBIDDEN.sub("\ufffd", str(text))


def clean_line(text: object) -> str:
    """Return text as one line."""
    return _BREAKS.sub(" ", clean_text(text)).replace("\t", " ").strip()


def shield_cell(text: str) -> str:
    """Return text that no spreadsheet reads as a formula, with an apostrophe before what it would.

    >>> shield_cell("=1+1")
    "'=1+1"
    """
    line = clean_line(text)
    return f"'{line}" if _FORMULA.match(str(text)) or _FORMULA.match(line) else line


def escape_markdown(text: object) -> str:
    r"""Return text as Markdown shows it letter by letter, in a sentence, a list or a table.

    >>> escape_markdown("<b> *x* | y")
    '&lt;b&gt; \\*x\\* &#124; y'
    """
    line = re.sub(r"[&<>|]", lambda found: _ENTITIES[found[0]], _MARKUP.sub(r"\\\g<0>", clean_line(text)))
    line = re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line)
    return re.sub(r"^([-+=:])", r"\\\1", line)


def link_markdown(text: object) -> str:
    """Return a source: an address of the web as a link, anything else as text."""
    line = clean_line(text)
    return f"<{line}>" if _URL.fullmatch(line) else escape_markdown(line)
