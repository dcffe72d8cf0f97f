"""Titles of people where an id belongs: `owner: CRO` is answered with the name and the id of whoever is the CRO."""

from __future__ import annotations

import re
from typing import NamedTuple

from okrs_as_code.lint.context import Context
from okrs_as_code.model.tasks import can_be_asked
from okrs_as_code.phrases import join_words

_between_words = re.compile(r"[^\w]+").sub


class TitleAnswer(NamedTuple):
    """The people who have a title that somebody wrote: a message that names them, and the help."""

    message: str
    help: str


def title_answer(written: str, key: str, context: Context) -> TitleAnswer | None:
    """The answer to a title as the value of a key, or in a list of people; None where it is nobody's title.

    People who have left are named only where nobody else has the title.
    """
    directory, wanted = context.plan.directory, _normalized(written)
    if directory.knows_person(written) or not wanted:
        return None
    titles = {person: entry.title or "" for person, entry in directory.people.items()}
    titles.update(directory.unreadable_titles)
    holders = [person for person, title in titles.items() if _normalized(title) == wanted]
    holders = [person for person in holders if can_be_asked(directory, person, context.today)] or holders
    if not holders:
        return None
    names = join_words([directory.person_name(person) for person in holders])
    ids = " or ".join(f"`{key}: {person}`" if key else f"`{person}`" for person in holders)
    return TitleAnswer(f'"{written}" is the title of {names}', f"write {ids}")


def _normalized(title: str) -> str:
    return _between_words(" ", title.casefold()).strip()
