"""Forms of pages: how inline text is written, how files end, and where the templates are."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.report.inline import Writer
from okrs_as_code.report.markdown import markdown
from okrs_as_code.report.page_paths import PagePaths


@dataclass(frozen=True)
class PageForm:
    """A form in which all pages are made; `templates` is the folder of its templates, ending in `/` or empty."""

    suffix: str
    write: Writer
    templates: str = ""

    @property
    def paths(self) -> PagePaths:
        """The paths of pages in this form."""
        return PagePaths(self.suffix)

    def template(self, page: str) -> str:
        """The name of a kind of page's template."""
        return f"{self.templates}{page}{self.suffix}.j2"


MARKDOWN = PageForm(".md", markdown)
