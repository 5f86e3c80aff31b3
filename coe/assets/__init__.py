"""Files that several pages need.

lines.js, lines.css: the lines of a draft on a page.
katex: KaTeX 0.19.1 from its npm package (MIT licence beside it), the minified script and style sheet and the
woff2 fonts. To take another version: `npm pack katex`, and copy the same files from its `dist`.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files

_FONT = re.compile(r"url\(fonts/([\w-]+\.woff2)\) format\(\"woff2\"\)(?:,url\([^)]*\) format\(\"\w+\"\))*")


def read_asset(path: str) -> bytes:
    """The content of a file, by its path from this folder."""
    return files(__name__).joinpath(path).read_bytes()


@cache
def katex_script() -> str:
    """KaTeX's script."""
    return read_asset("katex/katex.min.js").decode()


@cache
def katex_style() -> str:
    """KaTeX's style sheet with its fonts inside: a page that holds it asks nobody for anything."""

    def inside(match: re.Match[str]) -> str:
        font = base64.b64encode(read_asset(f"katex/fonts/{match[1]}")).decode()
        return f'url(data:font/woff2;base64,{font}) format("woff2")'

    return _FONT.sub(inside, read_asset("katex/katex.min.css").decode())


def lines_script() -> str:
    """The script that shows lines of a draft; it stands on KaTeX's."""
    return read_asset("lines.js").decode()


def lines_style() -> str:
    """The style sheet that goes with it, in light and dark."""
    return read_asset("lines.css").decode()
