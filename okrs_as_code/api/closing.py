"""Closes cycles: what they still need, and the page that looks back on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.api.page_data import site_data
from okrs_as_code.api.pages import PAGES
from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.report.views.closing import ClosingView
    from okrs_as_code.storage.page_folder import PageChanges
    from okrs_as_code.workspace.repository import Repository


def cycle_to_close(repository: Repository, today: date) -> str:
    """The name of the latest cycle that ended and is not closed, else of the one that can be graded already.

    Raises OkrsError where there is none.
    """
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.report.views.closing import latest_to_close

    data = SiteData(repository.workspace, today, repository.prefix, key_results=())
    cycle = latest_to_close(data)
    if cycle is None:
        names = ", ".join(cycle.name for cycle in data.cycles)
        raise OkrsError(
            "no cycle waits for its grades", f"name the one to look at: {names}" if names else "`okrs new` begins one"
        )
    return cycle.name


def close(
    repository: Repository, today: date, cycle: str, *, out: Path | None = None
) -> tuple[ClosingView, PageChanges | None]:
    """The view of what a cycle still needs before it is closed; writes its page where it is over or closed.

    Raises OkrsError for an unknown cycle, before it can be graded, and where the page cannot be written.
    """
    from okrs_as_code.report.pages import site
    from okrs_as_code.report.views.closing import ClosingView
    from okrs_as_code.report.views.status import require_cycle
    from okrs_as_code.storage.page_folder import write_page

    data = site_data(repository, today, key_results=())
    view = ClosingView(data, require_cycle(data.plan, cycle))
    if today < view.graded_from and not view.is_closed:
        raise OkrsError(
            f"{cycle} is graded from {view.graded_from} on and ends on {view.cycle.end}",
            "until then `okrs status` shows how it stands",
        )
    if not view.has_page:
        return view, None
    path, text = site.retrospective(data, view.cycle, repository.root)
    folder = out if out is not None else repository.root / PAGES
    return view, write_page(repository.root, folder, path, text, data.form.marks)
