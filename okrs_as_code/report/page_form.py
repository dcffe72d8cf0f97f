"""Forms of pages: how inline text is written, how files begin and end, and where the templates are."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from okrs_as_code.report.chat import chat
from okrs_as_code.report.html import html
from okrs_as_code.report.inline import Writer
from okrs_as_code.report.markdown import markdown
from okrs_as_code.report.page_paths import PagePaths
from okrs_as_code.report.plain_text import plain

_MARK = "okrs: generated"


@dataclass(frozen=True)
class PageForm:
    """A form in which all pages are made.

    `command` is the one that makes them, `templates` the folder of its templates, ending in `/` or empty, `assets` are
    files of that folder that stand beside the pages, and `comments` are what stands before and after the first comment
    of a file, by suffix.
    """

    command: str
    suffix: str
    write: Writer
    comments: Mapping[str, tuple[str, str]]
    templates: str = ""
    assets: tuple[str, ...] = ()
    is_web_site: bool = False
    """Whether its pages have forms that write a file, search, and lists that go on on a next page."""
    pictures: PageForm | None = None
    """The form of pictures in files of their own; None where they are drawn within the pages."""

    @property
    def paths(self) -> PagePaths:
        """The paths of pages in this form."""
        return PagePaths(self.suffix)

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """The beginnings of files, by suffix, by which a later run knows its own from foreign ones."""
        return {suffix: f"{before}{_MARK}" for suffix, (before, _) in self.comments.items()}

    def template(self, page: str) -> str:
        """The name of a kind of page's template."""
        return f"{self.templates}{page}{self.suffix}.j2"

    def marked(self, path: str, text: str) -> str:
        """The text of a file at a path, behind a comment that says where it comes from."""
        before, after = self.comments[posixpath.splitext(path)[1]]
        return f"{before}{_MARK} by `{self.command}`; what is changed here is overwritten{after}{text}"


_COMMENT = ("<!-- ", " -->\n")
SVG = PageForm("okrs report", ".svg", html, {".svg": _COMMENT}, "svg/")
MARKDOWN = PageForm("okrs report", ".md", markdown, {".md": ("<!-- ", " -->\n\n"), ".svg": _COMMENT}, pictures=SVG)
MAIL = PageForm("okrs digest", ".html", html, {}, "messages/")
PLAIN = PageForm("okrs digest", ".txt", plain, {}, "messages/")
CHAT = PageForm("okrs digest", ".md", chat, {}, "messages/")
COMMENT = PageForm("okrs digest", ".md", markdown, {}, "messages/")
HTML = PageForm(
    "okrs site",
    ".html",
    html,
    {
        ".html": ("<!doctype html>\n<!-- ", " -->\n"),
        ".css": ("/* ", " */\n"),
        ".js": ("/* ", " */\n"),
        ".svg": _COMMENT,
    },
    "html/",
    ("style.css", "icon.svg", "forms.js", "search.js"),
    is_web_site=True,
)
