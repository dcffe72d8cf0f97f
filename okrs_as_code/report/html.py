"""HTML of inline text."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape as escape_html

from markupsafe import Markup

from okrs_as_code import escape
from okrs_as_code.report.inline import Code, CodeBlock, Data, Inline, Link, Part, Strong, Words

PAGE_LANGUAGE = "en"
"""The language of our own words."""


def html(inline: Inline) -> str:
    """The HTML of inline text, for the content of an element; see `attribute` for one within a tag."""
    return "".join(map(_part, inline.parts))


def attribute(value: str) -> str:
    """The plain words of a text for the value of an attribute in double quotes, and for text in SVG."""
    return _escape(str(value).replace("\n", " "))


def data_text_attributes(language: str) -> Markup:
    """Attributes of an element with text of data: its direction is its own, and so is its language."""
    lang = f' lang="{attribute(language)}"' if language != PAGE_LANGUAGE else ""
    return Markup(f'dir="auto"{lang}')  # noqa: S704  escaped


def field_value(value: str) -> str:
    """A text for a field of a form, from which it is written back the same.

    What cannot be seen is part of some letters and emoji, and stays as a reference, as do line ends, which nothing may
    tidy.
    """
    return "".join(char if char.isprintable() else f"&#{ord(char)};" for char in escape_html(value))


@dataclass(frozen=True)
class InlineStyle:
    """A style sheet within a page, and the source by which the page's content security policy names it."""

    content: Markup
    source: str


def inline_style(*sheets: str) -> InlineStyle:
    """Style sheets as the content of one `style` element, which nothing in them can end."""
    lines = (line.rstrip() for sheet in sheets for line in sheet.splitlines())
    content = "\n".join(line for line in lines if line).replace("</", "<\\/")
    digest = base64.b64encode(sha256(content.encode()).digest()).decode()
    return InlineStyle(Markup(content), f"'sha256-{digest}'")  # noqa: S704  it cannot end its element


@lru_cache(maxsize=2**16)  # names and titles stand on many pages
def _escape(value: str) -> str:
    return escape_html(escape.visible(value))


def _part(part: Part) -> str:
    match part:
        case Data() | Words():
            return _escape(part.value)
        case Link():
            return f'<a href="{escape_html(escape.url(part.target))}">{html(part.label)}</a>'
        case Code():
            return f"<code>{_escape(part.value)}</code>"
        case Strong():
            return f"<strong>{html(part.content)}</strong>"
        case CodeBlock():
            return f"<pre><code>{_escape(part.content.rstrip())}</code></pre>"
