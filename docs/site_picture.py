"""Pictures of pages of the web site, for the README: the page itself, with its style sheet, in an SVG file.

A browser draws the HTML in it, so the picture is as sharp as text, and is checked like any other generated file. Pixels
would differ from one machine to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from okrs_as_code import api
from okrs_as_code.report.page_form import HTML
from okrs_as_code.report.pages import site
from okrs_as_code.report.site_data import SiteData

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 16)
WIDTH = 1280
_VOID = frozenset(("br", "hr", "img", "input", "link", "meta"))
_HIDDEN = frozenset(("skip", "running-head", "unseen"))
"""Classes of what a page shows to some readers only, and never in a picture."""
_KEPT = (
    *("class", "id", "open", "role", "aria-current", "placeholder"),
    *("d", "x", "y", "cx", "cy", "r", "rx", "width", "height", "viewBox", "text-anchor"),
)
"""Attributes that decide how something looks; the others lead somewhere or are for readers who do not see."""
_NAMES = {name.lower(): name for name in _KEPT}
_SVG, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class SitePicture:
    """A picture of a page, `height` pixels high, in one scheme.

    `last` is the id of the first element that is below the edge of the picture, and is left out with all behind it.
    """

    page: str
    words: str
    height: int
    last: str
    dark: bool = False


PICTURES = {
    "overview.svg": SitePicture("2026-Q4/index.html", "The overview of a quarter", 900, "objectives"),
    "objective.svg": SitePicture(
        "2026-Q4/objectives/web/fast-pages.html", "An objective with its key results", 800, "crash-free", dark=True
    ),
}


def site_picture(picture: SitePicture) -> str:
    """The text of a picture of a page of the example organisation."""
    pages = _pages()
    reader = _Reader(picture.last)
    reader.feed(pages[picture.page])
    reader.close()
    return (
        f'<svg xmlns="{_SVG}" viewBox="0 0 {WIDTH} {picture.height}" width="{WIDTH}" height="{picture.height}" '
        f'role="img">\n<title>{escape(picture.words)}</title>\n'
        f"<style>\n{escape(_style(pages['style.css'], picture), quote=False)}</style>\n"
        f'<foreignObject width="{WIDTH}" height="{picture.height}">\n{reader.text}</foreignObject>\n</svg>\n'
    )


@cache
def _pages() -> dict[str, str]:
    return site.pages(SiteData(api.open_repository(ROOT).workspace, DAY, branch="main", form=HTML), ROOT)


def _style(sheet: str, picture: SitePicture) -> str:
    """A style sheet for a window as wide as the picture, in one scheme; a picture may be shown in any other size."""
    blocks = re.findall(r"^@(.*?) \{\n(.*?)^\}\n", sheet, re.DOTALL | re.MULTILINE)
    rules = re.sub(r"^@.*?^\}\n|^/\*.*?\*/\n", "", sheet, flags=re.DOTALL | re.MULTILINE)
    shown = ["min-width", "prefers-color-scheme"] if picture.dark else ["min-width"]
    rules += "".join(block for condition, block in blocks if any(word in condition for word in shown))
    rules = rules.replace("color-scheme: light dark", f"color-scheme: {'dark' if picture.dark else 'light'}")
    return f"a {{ text-decoration: underline; }}\n{rules}body {{ height: {picture.height}px; overflow: hidden; }}\n"


class _Reader(HTMLParser):
    """Writes the body of a page as XML, up to an element."""

    def __init__(self, last: str) -> None:
        super().__init__()
        self.text = ""
        self._last = last
        self._open: list[str] = []
        self._left_out = 0
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._is_over or not (self._open or tag == "body"):
            return
        values = dict(attrs)
        if values.get("id") == self._last:
            self._is_over = True
            return
        classes = (values.get("class") or "").split()
        is_left_out = ("hidden" in values and "search" not in classes) or not _HIDDEN.isdisjoint(classes)
        if self._left_out or is_left_out:
            self._left_out += tag not in _VOID
            return
        kept = {_NAMES[name]: value or name for name, value in attrs if name in _NAMES}
        if tag in ("body", "svg"):
            kept["xmlns"] = _XHTML if tag == "body" else _SVG
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self.text += f"<{tag}{written}{'/' if tag in _VOID else ''}>"
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._is_over or not self._open:
            return
        if self._left_out:
            self._left_out -= 1
        else:
            self.text += f"</{self._open.pop()}>"

    def handle_data(self, data: str) -> None:
        if self._open and not self._left_out and not self._is_over:
            self.text += escape(data, quote=False)

    def close(self) -> None:
        """Ends what is still open."""
        super().close()
        self.text += "".join(f"</{tag}>" for tag in reversed(self._open)) + "\n"
        self._open = []
