"""`okrs grade`: says how key results ended, by walking through them on a terminal, or from options."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.named_goals import only_own_key_result
from okrs_as_code.cli.options import common_options, day_of, push_option, show_claim, show_notes
from okrs_as_code.cli.parameter_types import DAY
from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.model.files.record import Decision
    from okrs_as_code.model.goals.goal import KeyResultNode
    from okrs_as_code.records.grade import GradeDraft
    from okrs_as_code.records.grade_entry import GradeInput


@click.command("grade")
@click.argument("key_result", metavar="[KEY_RESULT]", required=False)
@click.option("--by", metavar="PERSON", help="Who grades.  [default: as git knows you]")
@click.option("--score", metavar="NUMBER", help="From 0.0 to 1.0; progress proposes one.")
@click.option("--because", metavar="TEXT", help="Why this score.")
@click.option("--decision", type=click.Choice(("done", "keep", "modify", "later", "stop")), help="What happens next.")
@click.option("--learned", metavar="TEXT", help="What another team should know.")
@click.option("--root-cause", metavar="TEXT", help="Committed and below 1.0: what stood in the way.")
@click.option("--reviewed-by", metavar="PERSON", help="The manager, or who else reviewed it.  [default: nobody yet]")
@click.option("--carried-to", metavar="KEY_RESULT", help="The later one that goes on with it; a last part will do.")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day of the grade.  [default: today]")
@click.option(
    "--corrects",
    metavar="RECORD",
    help="Your earlier grade that this one corrects, by its file's name or the beginning of it: 2026-12-30-bo.",
)
@push_option
@click.option("--yes", is_flag=True, help="Ask nothing: take the proposed score, and grade for other owners, too.")
@common_options
def command(
    key_result: str | None,
    by: str | None,
    score: str | None,
    because: str | None,
    decision: Decision | None,
    learned: str | None,
    root_cause: str | None,
    reviewed_by: str | None,
    carried_to: str | None,
    day: date | None,
    corrects: str | None,
    push: bool,
    yes: bool,
    root: Path,
    today: date | None,
) -> None:
    """Say how key results ended: the score, why, what happens next, what was learned.

    From 14 days before the end of the cycle on. On a terminal it walks through your key results that have no grade
    yet. A correction changes only what it says.
    """
    from okrs_as_code.cli.record_sharing import share_records
    from okrs_as_code.records.check_in import ACCEPTED_AFTER_END
    from okrs_as_code.records.grade_entry import GradeInput, parse_score

    number = parse_score(score) if score is not None else None
    options = GradeInput(number, because, decision, learned, root_cause, carried_to)
    if key_result is None and corrects is not None:
        raise OkrsError("which key result is meant?", "name it: `okrs grade team/objective/key-result …`")
    may_ask = sys.stdin.isatty() and not yes
    if key_result is None and not may_ask and not options.says_something:
        raise OkrsError(
            "nobody can be asked here, and no key result is named",
            "name one, with `--score`, `--because` and `--decision`",
        )
    repository = api.open_repository(root)
    now = day_of(repository, today)
    author = api.author(repository, by, day or now)
    draft = api.grade(repository, author.person, day or now, now, corrects=corrects, for_others=yes)
    if reviewed_by is not None:
        draft.refuse_reviewer(reviewed_by)
    if key_result is None and options.says_something:
        unreadable = draft.plan.unreadable_goals(draft.day - ACCEPTED_AFTER_END, draft.by)
        key_result = only_own_key_result("grade", draft.by, draft.own_standings(), unreadable)
    node = draft.find(key_result) if key_result is not None else None
    if node is not None and (not may_ask or options.is_complete or (corrects is not None and options.says_something)):
        show_claim(author)
        _grade(draft, node, options, reviewed_by, yes=yes, may_ask=may_ask)
    else:
        from okrs_as_code.cli.prompts.grade_walk import walk_grades

        if not walk_grades(draft, author, node, options, reviewed_by, push=push):
            click.echo("nothing to write")
            return
    show_notes(draft.notes)
    shared = share_records(repository, draft.records(), push=push)
    show_notes(
        f"`{missed.short_id}` was committed and is below 1.0; say what stood in the way: "
        f"`okrs grade {missed.id} --by {record.by} --corrects {name} --root-cause TEXT`"
        for name, record in shared.items()
        for missed in draft.without_root_cause(record)
    )


def _grade(
    draft: GradeDraft, node: KeyResultNode, options: GradeInput, reviewer: str | None, *, yes: bool, may_ask: bool
) -> None:
    """Grades one key result with at most one question, and adds notes for the person who graded to the draft."""
    from okrs_as_code.cli.prompts.grade_walk import ask_root_cause, progress_remark
    from okrs_as_code.report.wording.agreement_phrases import grading_remarks

    standing = draft.standing(node)
    if yes and options.score is None and draft.corrected_input(node)[0].score is None:
        options = replace(options, score=draft.proposed_score(node))
        if options.score is not None:
            draft.notes.append(f"the score is {options.score:g}, as progress proposes")
    remark = progress_remark(options.score, draft.proposed_score(node))
    if remark is not None:
        draft.notes.append(remark)
    if may_ask and draft.lacks_root_cause(node, options):
        options = replace(options, root_cause=ask_root_cause(draft, None))
    draft.grade(node, options, reviewer)
    draft.notes.extend(grading_remarks(draft.plan, standing, draft.day))
