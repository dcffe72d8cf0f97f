"""Forms of messages, each from a template of its own that a team can override."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.report.html import PAGE_LANGUAGE
from okrs_as_code.report.messages.content import PersonMessage, WeekSummary
from okrs_as_code.report.page_form import CHAT, COMMENT, MAIL, PLAIN
from okrs_as_code.report.templates import Templates

MAX_MAIL_BYTES = 90_000
"""The size of HTML beyond which readers of mail cut it."""
_FEWER_ROWS = (6, 3, 1)


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

    def fitted_mail(self, message: PersonMessage) -> tuple[PersonMessage, str]:
        """A message with as many rows as readers of mail show, and that as HTML."""
        mail = self.mail(message)
        for rows in _FEWER_ROWS:
            if len(mail.encode()) <= MAX_MAIL_BYTES:
                break
            message = message.limited(rows)
            mail = self.mail(message)
        return message, mail

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
