"""Forms of messages, each from a template of its own that a team can override."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.report.html import PAGE_LANGUAGE
from okrs_as_code.report.messages.content import PersonMessage, WeekSummary
from okrs_as_code.report.page_form import CHAT, COMMENT, MAIL, PLAIN
from okrs_as_code.report.templates import Templates


class MessageForms:
    """Renders messages with the templates of a root. Each method raises OkrsError for a broken template.

    `language` is that of the data, by which a mail reads it aloud.
    """

    def __init__(self, root: Path, language: str = PAGE_LANGUAGE) -> None:
        self._plain = Templates(root, PLAIN)
        self._mail = Templates(root, MAIL, language)
        self._markdown = Templates(root, COMMENT)
        self._chat = Templates(root, CHAT)

    def text(self, message: PersonMessage) -> str:
        """A message as text, complete by itself."""
        return self._plain.render("person", message=message)

    def mail(self, message: PersonMessage) -> str:
        """A message as HTML for mail."""
        return self._mail.render("person", message=message)

    def markdown(self, message: PersonMessage) -> str:
        """A message as Markdown."""
        return self._markdown.render("person", message=message)

    def comment(self, message: PersonMessage) -> str:
        """A message for a place that others read, too: counts, titles and links, and no word that anybody wrote."""
        return self._markdown.render("comment", message=message.without_words())

    def issue(self, name: str, page: str | None, settings: str | None) -> str:
        """The fixed text of the issue of somebody, with the address of their page and of their settings."""
        return self._markdown.render("issue", name=name, page=page, settings=settings)

    def chat(self, week: WeekSummary, heading: str) -> str:
        """The week of the whole organization in ten lines of Markdown for a chat."""
        return self._chat.render("company", week=week, heading=heading)

    def company(self, week: WeekSummary, heading: str) -> str:
        """The week of the whole organization in ten lines."""
        return self._plain.render("company", week=week, heading=heading)
