"""The form of an agreement: the terms of everything that waits for one person, above one button."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.records.agreement import new_agreement
from okrs_as_code.report.inline import Inline, text
from okrs_as_code.report.pages.forms.file_target import FileTarget, record_target
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.wording.terms_phrases import terms_lines

_ROLE_MEANINGS = {
    "owner": "As its owner: I am accountable for this, and comfortable committing to it.",
    "manager": "As manager: reaching this is success.",
}


class TermsView(NamedTuple):
    """The terms of a key result; `ready` are the lines of its entry in the file, as JSON."""

    title: Inline
    meaning: str
    lines: tuple[tuple[str, Inline], ...]
    """Names, which are empty where the line before goes on, and words."""
    ref: str
    ready: str


class AgreementForm(NamedTuple):
    """The form of a person's agreement."""

    target: FileTarget
    key_results: tuple[TermsView, ...]


def agreement_form(
    context: PageContext, person: str, cycle: Cycle, pending: Sequence[tuple[KeyResultNode, Role]]
) -> AgreementForm | None:
    """The form by which a person agrees to key results of a cycle, each in a role.

    None where the pages have no forms, no forge is known, nothing waits, or the terms could not be read back.
    """
    site = context.site
    if not site.form.is_web_site or site.forge_links is None or not pending:
        return None
    try:
        views = tuple(_terms_view(context, person, node, role) for node, role in pending)
    except OkrsError:
        return None
    return AgreementForm(record_target(site.forge_links, cycle.name, "agreements", person, {}), views)


def _terms_view(context: PageContext, person: str, node: KeyResultNode, role: Role) -> TermsView:
    plan = context.site.plan
    # Its lines are those of a record of its own, whatever the day: `by`, `date`, `key_results` and the id come first.
    ref, *entry = new_agreement(person, date.min, [(node, role)]).text.splitlines()[3:]
    return TermsView(
        title=text(node.content.title),
        meaning=_ROLE_MEANINGS[role],
        lines=tuple((name, text(line)) for name, line in terms_lines(plan, node)),
        ref=ref.strip().removesuffix(":"),
        ready=json.dumps([line.removeprefix("    ") for line in entry]),
    )
