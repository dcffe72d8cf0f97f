"""The author of a record: the person named, else the one whom git claims; never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.people.people_directory import Directory, people_at, person_hint
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.problem import excerpt


@dataclass(frozen=True)
class Author:
    """A person of people.yaml; `claim` is the address in git's configuration by which they were found."""

    person: str
    name: str
    claim: str | None = None

    @property
    def claim_note(self) -> str | None:
        """A remark that git's configuration alone says who the author is; None where somebody named them."""
        return f"by git's user.email, {self.claim}, you are {self.person}" if self.claim is not None else None


def author(repository: Repository, by: str | None, day: date) -> Author:
    """The author of a record of that day: `by` where it is given, else whom git's configuration claims.

    Raises OkrsError for a person who is unknown, or had left by then, and where people or policy could not be read.
    """
    workspace = repository.workspace
    workspace.require_policy()
    workspace.require_people()
    directory = workspace.plan.directory
    email = None if by is not None else _email_of_git(repository)
    person = by if by is not None else _person_with_email(email or "", directory)
    if not is_id(person) or not directory.knows_person(person):
        hint = person_hint(person, directory)
        raise OkrsError(
            f"`{excerpt(person)}` is not in {PEOPLE_FILE}", f"{hint}name somebody who is, or add them there first"
        )
    entry = directory.people.get(person)
    if entry is not None and entry.left is not None and entry.left < day:
        raise OkrsError(f"`{person}` left on {entry.left}, before {day}", "name who it is now with `--by PERSON`")
    return Author(person, directory.person_name(person), email)


def _email_of_git(repository: Repository) -> str:
    email = repository.git.identity("user.email") if repository.git is not None else ""
    if not email:
        raise OkrsError(
            "git does not know who you are", "say who you are with `--by PERSON`, or set `git config user.email`"
        )
    return email


def _person_with_email(email: str, directory: Directory) -> str:
    people = people_at(email, directory.people)
    if len(people) == 1:
        return people[0]
    if people:
        raise OkrsError(
            f"git says you are {email}, and in {PEOPLE_FILE} that is {' and '.join(people)}",
            "say who you are with `--by PERSON`, and leave the address with one of them",
        )
    raise OkrsError(
        f"git says you are {email}, and nobody in {PEOPLE_FILE} has that address",
        f"add `emails: [{email}]` to your entry there, or say who you are with `--by PERSON`",
    )
