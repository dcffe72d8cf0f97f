"""The page of the running cycle as it is shown elsewhere, such as in CI: its links are absolute."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from okrs_as_code.model.goals.lookup import default_cycle
from okrs_as_code.report.forge_links import ForgeLinks
from okrs_as_code.report.pages import index_page, overview_page
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates

_RELATIVE_LINK = re.compile(r"\[(?P<label>(?:[^\[\]\\]|\\.)*)\]\((?!https?:)(?P<path>[^)#\s]*)(?P<anchor>#[^)\s]*)?\)")
"""A link as `report.markdown` writes it: what could look like one in a title is escaped."""


def summary(site: SiteData, today: date, links: ForgeLinks | None, root: Path, pages: str) -> str:
    """The overview of the running cycle, or the index where there is no objective yet.

    A link leads to the page below the folder `pages` of the root, if that is there, else to an objective's file. What
    is neither, or has no forge, keeps its words alone.
    """
    cycle, templates = default_cycle(site.plan, today), Templates(root)
    is_known = any(known.name == cycle.name for known in site.cycles)
    [(path, page)] = overview_page.render(site, templates, cycle) if is_known else index_page.render(site, templates)
    files = {site.paths.objective(node): node.file for node in site.plan.objectives.values()}

    def address(target: str) -> str | None:
        if links is None:
            return None
        if (root / pages / target).is_file():
            return links.view(f"{pages}/{target}")
        return links.view(files[target]) if target in files else None

    return _with_absolute_links(page, path, address)


def _with_absolute_links(text: str, page: str, address: Callable[[str], str | None]) -> str:
    """The text of a page at a path with each relative link replaced by one to the address of its target."""

    def replaced(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), match["path"])) if match["path"] else page
        found = address(target)
        return f"[{match['label']}]({found}{match['anchor'] or ''})" if found is not None else match["label"]

    return _RELATIVE_LINK.sub(replaced, text)
