"""The book of pages: what it tells about, which pages it has, and where they are."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.report.cycle_data import CycleData
from okrs_as_code.report.forge_links import ForgeLinks
from okrs_as_code.signing.verification import check_signatures
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.snapshot import BackdatedRecord

INDEX = "index.md"


def cycle_page(cycle: str) -> str:
    """The overview of a cycle."""
    return f"{cycle}/index.md"


def retrospective_page(cycle: str) -> str:
    """How a cycle ended."""
    return f"{cycle}/retrospective.md"


def team_page(cycle: str, team: str) -> str:
    """A team in a cycle."""
    return f"{cycle}/teams/{team}.md"


def person_page(cycle: str, person: str) -> str:
    """A person in a cycle."""
    return f"{cycle}/people/{person}.md"


def objective_page(node: ObjectiveNode) -> str:
    """An objective."""
    return f"{node.cycle.name}/objectives/{node.team}/{node.slug}.md"


@lru_cache(maxsize=2**12)  # a page links to the same people and teams again and again
def relative(page: str, other: str) -> str:
    """The way from one page to another."""
    return posixpath.relpath(other, posixpath.dirname(page) or ".")


class SiteData:
    """Everything that the pages tell, on one day.

    Signatures are checked under agreements of `key_results`, by default of all. Raises OkrsError where ssh-keygen is
    needed for that and cannot be run.
    """

    def __init__(
        self,
        workspace: Workspace,
        today: date,
        prefix: str = "",
        back_dated: tuple[BackdatedRecord, ...] = (),
        key_results: Sequence[KeyResultNode] | None = None,
    ) -> None:
        self.workspace = workspace
        self.today = today
        self.back_dated = back_dated
        self.plan: Plan = workspace.plan
        self.directory = self.plan.directory
        self.signatures = check_signatures(self.plan, workspace.signers, workspace.verdicts, key_results)
        self.assessment = Assessment(self.plan, today, self.signatures.valid)
        self.forge = ForgeLinks.of(self.plan.config, prefix)
        self._chapters: dict[str, CycleData] = {}

    @property
    def title(self) -> str:
        """Whose OKRs these are."""
        return self.plan.config.organization or "OKRs"

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The cycles that have an objective, the latest first, quarters before their year."""
        return tuple(reversed(self.plan.cycles))

    def chapter(self, cycle: Cycle) -> CycleData:
        """What is told about a cycle."""
        if cycle.name not in self._chapters:
            self._chapters[cycle.name] = CycleData(self.assessment, cycle)
        return self._chapters[cycle.name]

    def is_open(self, cycle: Cycle) -> bool:
        """Whether check-ins of a cycle are still expected: it runs, or ended at most two weeks ago."""
        return cycle.start <= self.today and (self.today - cycle.end).days <= 14
