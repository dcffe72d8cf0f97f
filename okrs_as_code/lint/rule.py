"""The base of rules: a rule is a class with a code, a documentation page as its docstring, and checks."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from okrs_as_code.finding import Finding, Place, Related, Severity

if TYPE_CHECKING:
    from okrs_as_code.lint.context import Context
    from okrs_as_code.lint.element_mismatch import ElementMismatch
    from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
    from okrs_as_code.model.timeline import RecordNode
    from okrs_as_code.workspace.layout import Location
    from okrs_as_code.workspace.source_file import SourceFile
    from okrs_as_code.workspace.suppression_comments import CommentWord, Suppression
    from okrs_as_code.yaml import Problem


class Rule:
    """Base of all rules. A rule overrides the checks it needs; each yields findings at symbolic places.

    The docstring of a rule is its documentation page, in Markdown, with the headings "What it does",
    "Why is this bad?", "Example", "Use instead" and "Where this comes from". The example is executed by
    the test suite.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    """The severity unless policy or a finding says otherwise."""
    all_cycles: ClassVar[bool] = False
    """Judged in every cycle; other rules only where a cycle runs, comes, or ended at most 90 days ago."""
    needs_people: ClassVar[bool] = False
    """Skipped where people.yaml could not be read."""
    needs_teams: ClassVar[bool] = False
    """Skipped where teams.yaml could not be read."""
    needs_policy: ClassVar[bool] = False
    """Skipped where config.yaml could not be read: it has the days of cycles, or a limit."""
    needs_english: ClassVar[bool] = False
    """Judges English words, and is skipped where config.yaml names another language."""
    has_floor: ClassVar[bool] = False
    """Cannot be lowered, ignored or silenced by a repository's policy."""
    needs_hierarchy: ClassVar[bool] = False
    """Skipped where nobody manages anybody and there is no teams.yaml, unless somebody asks for this rule."""
    in_backlog: ClassVar[bool] = False
    """Judges shape or words, and so also goals of the backlog, which its checks of goals then get as well."""
    needs_records: ClassVar[bool] = False
    """`check_key_result` can find something only where a record has an entry on the key result."""
    describes_state: ClassVar[bool] = False
    """Describes how the repository stands, which is no merit or fault of a change: skipped there."""

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether this rule, and no other, reports this mismatch of data and model."""
        return False

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """Findings for a mismatch that this rule claims."""
        yield from ()

    def check_problem(self, problem: Problem, file: SourceFile, context: Context) -> Iterator[Finding]:
        """Findings for something that is not in the YAML subset."""
        yield from ()

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """Findings about one key result that fits its model."""
        yield from ()

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """Findings about one objective whose own keys fit."""
        yield from ()

    def check_record(self, record: RecordNode[Any], location: Location, context: Context) -> Iterator[Finding]:
        """Findings about one record as a whole; its entries belong to `check_key_result`."""
        yield from ()

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """Findings about people, teams, policy, or several files together."""
        yield from ()

    def check_suppression(
        self, suppression: Suppression, unused: tuple[CommentWord, ...], context: Context
    ) -> Iterator[Finding]:
        """Findings in a comment that asks to ignore rules; `unused` are those of its codes that ignored nothing.

        In a record that is there already its findings are information, whatever their severity.
        """
        yield from ()

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """Findings that need both revisions: about faults of the change, and not of the head alone."""
        yield from ()

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """The finding as it is reported of a change that causes it."""
        return finding

    def finding(
        self,
        message: str,
        help: str,
        *,
        subject: str,
        place: Place,
        label: str = "",
        severity: Severity | None = None,
        related: tuple[Related, ...] = (),
        detail: str = "",
    ) -> Finding:
        """A finding of this rule. `subject` and `detail` identify it across revisions; see Finding."""
        return Finding(
            self.code, self.name, severity or self.severity, message, help, subject, place, label, related, detail
        )

    @classmethod
    def documentation(cls) -> str:
        """The rule's page, in Markdown."""
        return inspect.cleandoc(cls.__doc__ or "")


class RulePage(NamedTuple):
    """A rule's documentation page, taken apart at its headings."""

    summary: str
    sections: dict[str, str]

    @staticmethod
    def of(rule: type[Rule]) -> RulePage:
        """The page of a rule."""
        head, *parts = rule.documentation().split("\n## ")
        sections = {title.strip(): body.strip() for title, _, body in (part.partition("\n") for part in parts)}
        return RulePage(head.strip(), sections)
