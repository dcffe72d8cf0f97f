"""The worked cases in cases.txt: who is asked for what change, and which evidence is enough."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code.review.pull_request import Claim
from tests.review.playing import BASE, CONFIG, GROWTH, HEAD, PEOPLE, PIPELINE, Proposal, review, told

FILE = Path(__file__).parent / "cases.txt"
COMMITS = {"head": HEAD, "earlier": "e0" * 20, "unknown": "0f" * 20}
PLACES = {"people": PEOPLE, "config": CONFIG, "growth": GROWTH, "pipeline": PIPELINE, "teams": "okrs/teams.yaml"}
STATES = {"approved": "APPROVED", "declined": "CHANGES_REQUESTED", "dismissed": "DISMISSED", "commented": "COMMENTED"}


@dataclass
class Case:
    """A heading, what is given, and the rows below `->`."""

    name: str
    given: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def cases(text: str) -> Iterator[Case]:
    case: Case | None = None
    for line in text.splitlines():
        if line.startswith("== "):
            if case is not None:
                yield case
            case = Case(line.removeprefix("== "))
        elif case is not None and line.startswith("-> "):
            case.rows.append(line.removeprefix("-> "))
        elif case is not None and line and not line.startswith("#"):
            case.given.append(line)
    if case is not None:
        yield case


CASES = tuple(cases(FILE.read_text(encoding="utf-8")))


def proposal(given: list[str], commits: Mapping[str, str] = COMMITS) -> Proposal:
    """What the lines of a case say: the base first, then what differs from it."""
    base, claims = dict(BASE), []
    trees: dict[str, list[str]] = {"fork": [], "head": [], "earlier": []}
    found = Proposal()
    for line in given:
        word, _, rest = line.partition(" ")
        if word == "base":
            edit(base, rest)
        elif word in trees:
            trees[word].append(rest)
        elif word == "today":
            found.today = date.fromisoformat(rest)
        elif word == "author":
            found.account = rest
        elif word in STATES:
            login, _, commit = rest.partition(" at ")
            found.said.append(review(login, STATES[word], commits[commit or "head"]))
        elif word == "claimed":
            email, _, commit = rest.partition(" at ")
            claims.append(Claim(email, commits[commit or "head"]))
        elif word == "signed":
            path, _, ref = rest.partition(" ")
            found.signed |= {(path, ref)}
        else:
            raise AssertionError(line)
    edited = {name: dict(base) for name in trees}
    for name, lines in trees.items():
        for rest in lines:
            edit(edited[name], rest)
    found.base, found.head, found.claims = base, edited["head"], tuple(claims)
    found.fork = edited["fork"] if trees["fork"] else None
    found.commits = {commits["earlier"]: edited["earlier"]}
    return found


def edit(files: dict[str, str], rest: str) -> None:
    """`PATH: OLD -> NEW`, `PATH = TEXT`, `PATH < OTHER`, which moves it, `PATH gone`, `same`, or `nothing`."""
    name, _, what = rest.partition(" ")
    path = place(name.removesuffix(":"))
    if name == "nothing":
        files.clear()
    elif name == "same":
        return
    elif what == "gone":
        del files[path]
    elif what.startswith("= "):
        files[path] = written(what.removeprefix("= ")) + "\n"
    elif what.startswith("< "):
        files[path] = files.pop(place(what.removeprefix("< ")))
    else:
        old, new = (written(part) for part in what.split(" -> "))
        assert files[path].count(old) == 1, f"{path} {old!r}"
        files[path] = files[path].replace(old, new)


def written(text: str) -> str:
    """One line of a case as the lines that it stands for; a blank at its beginning is written out."""
    return text.replace("\\n", "\n").replace("\\s", " ")


def place(name: str) -> str:
    """The path that a short name stands for."""
    if name.startswith(("check-ins/", "agreements/", "grades/")):
        return f"okrs/2026-Q4/{name}.yaml"
    return PLACES.get(name, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_worked_case(case: Case) -> None:
    assert told(proposal(case.given).request()) == case.rows


def test_names_of_cases_differ() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) > 40


def rewritten(text: str) -> str:
    """The cases with what really comes out; read each row before you believe it."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("-> "):
            continue
        if not line and lines and not lines[-1].startswith(("-> ", "#")) and lines[-1]:
            lines.extend(_rows(lines))
        lines.append(line)
    return "\n".join([*lines, *_rows(lines)]) + "\n"


def _rows(lines: list[str]) -> list[str]:
    *_, case = cases("\n".join(lines))
    return [f"-> {row}" for row in told(proposal(case.given).request())]


if __name__ == "__main__" and os.environ.get("REWRITE"):
    FILE.write_text(rewritten(FILE.read_text(encoding="utf-8")), encoding="utf-8")
