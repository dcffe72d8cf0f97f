"""The data of messages, and the inbox of a person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from okrs_as_code.api.page_data import site_data

if TYPE_CHECKING:
    from okrs_as_code.report.messages.inbox import Inbox
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.workspace.repository import Repository

_PERIOD = timedelta(days=8)
"""The time that a message is about: a week, and the day of the message before, which went out in its morning."""


def inbox(repository: Repository, today: date, person: str) -> Inbox:
    """The inbox of a person on a day, over all cycles that run. Raises OkrsError as `signatures`."""
    from okrs_as_code.report.messages.inbox import inbox

    return inbox(message_data(repository, today), person)


def message_data(repository: Repository, today: date) -> SiteData:
    """The data of messages of a day; their addresses are those of the web site, where config names it."""
    from okrs_as_code.report.page_form import HTML

    return site_data(repository, today, HTML, today - _PERIOD)
