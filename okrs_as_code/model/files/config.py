"""`okrs/config.yaml`: the policy of a repository. Every key is optional."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from okrs_as_code.model.files.base import (
    LANGUAGE_PATTERN,
    BranchName,
    CycleName,
    Day,
    DayOff,
    Id,
    Line,
    Maybe,
    Model,
    Seq,
    Text,
    WebAddress,
    described_values,
)

Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
Cadence = Annotated[
    Literal["week", "two-weeks", "month"],
    described_values(
        "A check-in every seven days.", "A check-in every fourteen days.", "A check-in on the same day each month."
    ),
]
Forge = Annotated[
    Literal["github", "gitlab", "gitea", "none"],
    described_values(
        "GitHub or GitHub Enterprise.",
        "GitLab, hosted or your own.",
        "Gitea or Forgejo.",
        "No forge: pages carry no links for editing.",
    ),
]
Level = Annotated[
    Literal["error", "warning", "information"],
    described_values("Fails the lint.", "Shown, never fails.", "Shown with `--verbose`."),
]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Count = Annotated[int, Field(ge=1, le=1000)]


class CheckInPolicy(Model):
    """How often an owner reports, and how late that may be."""

    every: Cadence = "week"
    """How often a key result needs a check-in."""
    grace_days: Annotated[int, Field(ge=0, le=90)] = 3
    """Days after a check-in was due until the key result shows as stale."""


class DigestPolicy(Model):
    """When the weekly messages go out, and who gets the company's week."""

    day: Weekday = "monday"
    """The day from which each person's message goes out, on the first that is neither off nor one of absence."""
    reminder: Maybe[Weekday] = None
    """The day of a reminder to those whose message asked for something that still waits; without it there is none."""
    subscribers: Seq[Id] = ()
    """People whose message ends with the week of the whole organization."""


class OwnershipPolicy(Model):
    """From where on ownership is diluted."""

    small_team: Annotated[int, Field(ge=0, le=1000)] = 3
    """A team of at most this many members may own a key result without a warning."""
    key_results_per_person: Count = 5
    """More open key results than this in one cycle is too much for one person."""


class ObjectivePolicy(Model):
    """How many objectives are still a choice."""

    per_team: Count = 3
    """More objectives than this in one cycle is too much for a team."""
    top_team: Count = 5
    """More objectives than this in one cycle is too much for the team that all others are part of."""
    key_results: Count = 5
    """More key results than this in one objective are too many to follow."""


class AgreementPolicy(Model):
    """From when on, and how, owners and managers agree."""

    required_from: Maybe[CycleName] = None
    """The first cycle in which key results need their owner's and manager's agreement; else nobody has to agree."""
    accept: Annotated[
        Literal["approved", "claimed"],
        described_values(
            "The forge says that the person's account approved.",
            "A record or a commit says so; anyone with push can write these.",
        ),
    ] = "approved"
    """The weakest evidence of an agreement that a pull request needs; `claimed` is for repositories without a forge."""


class CycleDays(Model):
    """The days of a cycle; both are included, and they are at most 400."""

    from_: Day = Field(alias="from")
    """The first day."""
    until: Day
    """The last day."""


class LintPolicy(Model):
    """Rules that this team judges in another way."""

    ignore: Seq[Text] = ()
    """Codes or names of rules that are not judged."""
    severity: dict[str, Level] = Field(default_factory=dict)
    """Severity by code or name of a rule."""


class Example(Model):
    """Marks an example organisation."""

    today: Day
    """The day that commands take for today, unless `--today` is given."""


class Config(Model):
    """The policy of this repository."""

    organization: Maybe[Text] = None
    """The name shown on pages."""
    repository: Maybe[WebAddress] = None
    """The address of this repository on its forge; makes links possible and names it in signatures."""
    forge: Maybe[Forge] = None
    """Which forge that is; by default known from the host of `repository`."""
    branch: Maybe[BranchName] = None
    """The branch that links on pages lead to; by default what git or CI takes for the default branch."""
    site: Maybe[WebAddress] = None
    """The address of the published web site, to which messages link."""
    fiscal_year_start: Month = "january"
    """The month in which the fiscal year starts."""
    fiscal_year_named_by: Annotated[
        Literal["end", "start"],
        described_values(
            "The year in which the fiscal year ends: February 2025 to January 2026 is 2026.",
            "The year in which it starts: February 2026 to January 2027 is 2026.",
        ),
    ] = "end"
    """Whether a fiscal year is named by the calendar year in which it ends or starts."""
    language: Annotated[str, Field(pattern=LANGUAGE_PATTERN)] = "en"
    """The language of titles, such as `de` or `pt-BR`; rules about English words are left out in another one."""
    timezone: Maybe[Line] = None
    """The time zone whose day is today for every command, such as `Europe/Berlin`; by default the machine's."""
    days_off: Annotated[Seq[DayOff], Field(max_length=1000)] = ()
    """Weekdays and days on which nothing falls due for anybody, such as `saturday` or `2026-12-24`."""
    cycles: Annotated[dict[CycleName, CycleDays], Field(max_length=1000)] = Field(default_factory=dict)
    """Days of cycles with a name of your own, a year and a word such as `2026-C5`, or of others that are moved."""
    check_ins: CheckInPolicy = CheckInPolicy.of_defaults()
    """How often an owner reports."""
    digest: DigestPolicy = DigestPolicy.of_defaults()
    """When the weekly messages go out."""
    ownership: OwnershipPolicy = OwnershipPolicy.of_defaults()
    """From where on ownership is diluted."""
    objectives: ObjectivePolicy = ObjectivePolicy.of_defaults()
    """How many objectives are still a choice."""
    agreement: AgreementPolicy = AgreementPolicy.of_defaults()
    """From when on, and how, owners and managers agree."""
    stewards: Seq[Id] = ()
    """People who approve changes of config, people, teams and templates."""
    lint: LintPolicy = LintPolicy.of_defaults()
    """Rules that this team judges in another way."""
    example: Maybe[Example] = None
    """Present only in an example organisation."""

    @property
    def forge_kind(self) -> Forge:
        """The forge that is named, else the one of the host of `repository`, else `none`."""
        if self.forge is not None:
            return self.forge
        return forge_of_address(self.repository) if self.repository else "none"


def forge_of_address(address: str) -> Forge:
    """Returns the forge that the host of an address belongs to; `none` where its name does not show it."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return "none"
    for part, forge in _FORGE_HOSTS:
        if part in host:
            return forge
    return "none"


_FORGE_HOSTS: tuple[tuple[str, Forge], ...] = (
    ("github", "github"),
    ("gitlab", "gitlab"),
    ("gitea", "gitea"),
    ("forgejo", "gitea"),
    ("codeberg", "gitea"),
)
