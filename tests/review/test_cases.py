"""The worked cases in cases.txt: who is asked for what change, and which evidence is enough."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code.review.pull_request import Claim
from tests.review.playing import BASE, CONFIG, GROWTH, HEAD, PEOPLE, PIPELINE, Proposal, review, rows_of

FILE = Path(__file__).parent / "cases.txt"
COMMITS = {"head": HEAD, "earlier": "e0" * 20, "unknown": "0f" * 20}
PLACES = {"people": PEOPLE, "config": CONFIG, "growth": GROWTH, "pipeline": PIPELINE, "teams": "okrs/teams.yaml"}
STATES = {"approved": "APPROVED", "declined": "CHANGES_REQUESTED", "dismissed": "DISMISSED", "commented": "COMMENTED"}


@dataclass
class Case:
    """A heading, the lines that describe a change, and the rows below `->`."""

    name: str
    lines: list[str] = field(default_factory=list)
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
            case.lines.append(line)
    if case is not None:
        yield case


CASES = tuple(cases(FILE.read_text(encoding="utf-8")))


def proposal(case_lines: list[str], commits: Mapping[str, str] = COMMITS) -> Proposal:
    """The proposal that the lines of a case describe: the base first, then what differs from it."""
    base, claims = dict(BASE), []
    trees: dict[str, list[str]] = {"fork": [], "head": [], "earlier": [], "older": []}
    proposed = Proposal()
    for line in case_lines:
        keyword, _, rest = line.partition(" ")
        if keyword == "base":
            edit(base, rest)
        elif keyword in trees:
            trees[keyword].append(rest)
        elif keyword == "today":
            proposed.today = date.fromisoformat(rest)
        elif keyword == "author":
            proposed.account = rest
        elif keyword in STATES:
            login, _, commit = rest.partition(" at ")
            proposed.reviews.append(review(login, STATES[keyword], commits[commit or "head"]))
        elif keyword == "claimed":
            email, _, commit = rest.partition(" at ")
            claims.append(Claim(email, commits[commit or "head"]))
        elif keyword == "signed":
            path, _, ref = rest.partition(" ")
            proposed.signed |= {(path, ref)}
        else:
            raise AssertionError(line)
    edited = {name: dict(base) for name in trees}
    for name, lines in trees.items():
        for rest in lines:
            edit(edited[name], rest)
    proposed.base, proposed.head, proposed.claims = base, edited["head"], tuple(claims)
    proposed.fork = edited["fork"] if trees["fork"] else None
    proposed.commits = {commits["earlier"]: edited["earlier"]}
    proposed.older = (edited["older"],) if trees["older"] else ()
    return proposed


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
    """One line of a case as the lines that it stands for; a space at its beginning is written out."""
    return text.replace("\\n", "\n").replace("\\s", " ")


def place(name: str) -> str:
    """The path that a short name stands for."""
    if name.startswith(("check-ins/", "agreements/", "grades/")):
        return f"okrs/2026-Q4/{name}.yaml"
    return PLACES.get(name, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_worked_case(case: Case) -> None:
    assert rows_of(proposal(case.lines).request()) == case.rows


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
    return [f"-> {row}" for row in rows_of(proposal(case.lines).request())]


if __name__ == "__main__" and os.environ.get("REWRITE"):
    FILE.write_text(rewritten(FILE.read_text(encoding="utf-8")), encoding="utf-8")
