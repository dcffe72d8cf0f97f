"""Who a git address belongs to, as people.yaml says. An address is a claim, never a proof."""

from __future__ import annotations

import re
from collections.abc import Mapping

from okrs_as_code.model.people import Person

_NO_REPLY = (
    re.compile(r"(?:[0-9]+\+)?([^@+]+)@users\.noreply\.[^@]+"),
    re.compile(r"[0-9]+-([^@+]+)@users\.noreply\.[^@]*gitlab[^@]*"),
)
"""Private addresses of GitHub, older ones without the number, and of GitLab; in lower case."""


def people_at(email: str, people: Mapping[str, Person]) -> tuple[str, ...]:
    """The people whose address this is: one of their `emails`, or the forge's private address of their `account`.

    Case does not matter. More than one person: nobody can be told.
    """
    wanted = email.strip().casefold()
    found = [person for person, entry in people.items() if wanted in (one.casefold() for one in entry.emails)]
    if found:
        return tuple(found)
    accounts = {match[1] for form in _NO_REPLY if (match := form.fullmatch(wanted)) is not None}
    return tuple(
        person for person, entry in people.items() if entry.account is not None and entry.account.casefold() in accounts
    )
