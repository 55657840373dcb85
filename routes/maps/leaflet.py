"""Leaflet's script and style, which the build of the package has put beside this module."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from routes.errors import UsageError

_FOLDER = Path(__file__).parent / "static"
# Leaflet is under the BSD 2-Clause Licence, whose terms ask for this notice wherever it is passed on.
NOTICE = """Leaflet 1.9, https://leafletjs.com
Copyright (c) 2010-2022, Volodymyr Agafonkin
Copyright (c) 2010-2011, CloudMade
All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
   disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
   disclaimer in the documentation and/or other materials provided with the distribution.

This software is provided by the copyright holders and contributors "as is" and any express or implied warranties,
including, but not limited to, the implied warranties of merchantability and fitness for a particular purpose are
disclaimed. In no event shall the copyright holder or contributors be liable for any direct, indirect, incidental,
special, exemplary, or consequential damages (including, but not limited to, procurement of substitute goods or
services; loss of use, data, or profits; or business interruption) however caused and on any theory of liability,
whether in contract, strict liability, or tort (including negligence or otherwise) arising in any way out of the use
of this software, even if advised of the possibility of such damage."""


class Leaflet(NamedTuple):
    """The script, which defines the global L, and the style, whose images stand in it."""

    script: str
    style: str


def read_leaflet() -> Leaflet:
    """Return Leaflet 1.9 as the build left it.

    Raises: UsageError, in a checkout that was never installed.
    """
    try:
        texts = [(_FOLDER / name).read_text(encoding="utf-8") for name in ("leaflet.js", "leaflet.css")]
    except FileNotFoundError:
        hint = "run `make demo`, or `pip install .`: the build copies it from a package"
        raise UsageError("this copy of the tool has no Leaflet, which every page carries", hint=hint) from None
    return Leaflet(*texts)
