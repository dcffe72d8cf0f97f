"""Every refusal of the YAML subset has words of its own, also when little is known of it."""

from __future__ import annotations

from datetime import date

import pytest

from okrs_as_code.finding import Span
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rules.fmt001_syntax import Syntax
from okrs_as_code.yaml import Problem, ProblemKind
from tests.rules.cases import BASE, read


@pytest.mark.parametrize("kind", ProblemKind)
def test_a_refusal_has_words(kind: ProblemKind) -> None:
    workspace = read(BASE)
    file = next(iter(workspace.files.values()))
    problem = Problem(kind, Span(0, 1), {}, Span(2, 3))
    (finding,) = Syntax().check_problem(problem, file, Context(workspace, date(2026, 10, 15)))
    assert finding.message[:1] in "`" or finding.message[:1].islower()
    assert finding.help
    assert finding.place.span == Span(0, 1)
    assert kind in finding.detail
