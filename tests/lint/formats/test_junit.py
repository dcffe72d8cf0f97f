"""JUnit's XML is read by junitparser, and whatever a repository says it stays XML."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from hypothesis import given
from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from okrs_as_code.finding import Located, Severity
from okrs_as_code.lint.formats import render
from okrs_as_code.lint.formats.format_context import FormatContext
from tests.lint.formats.findings import lint, many
from tests.nightly import examples


def suites(findings: list[Located] | tuple[Located, ...], context: FormatContext | None = None) -> list[TestSuite]:
    return list(JUnitXml.fromstring(render(findings, "junit", context).encode()))


def cases(suite: TestSuite) -> list[TestCase]:
    return list(suite)


def test_a_suite_a_file_and_a_case_a_finding(tmp_path: Path) -> None:
    findings = lint(tmp_path)
    files = [(file, len(list(group))) for file, group in groupby(findings, lambda one: one.finding.place.file)]
    assert [(suite.name, suite.tests) for suite in suites(findings)] == files
    shown = [case for suite in suites(findings) for case in cases(suite)]
    assert [case.name.split()[0] for case in shown] == [located.finding.code for located in findings]
    for case, located in zip(shown, findings, strict=True):
        [result] = case.result
        assert isinstance(result, Failure if located.finding.severity is Severity.ERROR else Skipped)
        assert result.message == located.finding.message
        assert located.finding.help in result.text
    ignored = next(case for case in shown if case.name.startswith("KR009"))
    assert "ignored until 2026-12-31: we agreed on [it](x) {0}" in ignored.result[0].text


def test_what_fails_is_a_failure(tmp_path: Path) -> None:
    findings = lint(tmp_path)
    strict = FormatContext(failing=frozenset((Severity.ERROR, Severity.WARNING)))
    assert sum(suite.failures for suite in suites(findings, strict)) > sum(suite.failures for suite in suites(findings))


def test_a_report_without_findings_has_a_case_that_passed() -> None:
    [suite] = suites([])
    [case] = cases(suite)
    assert case.is_passed


@examples(1)
@given(many)
def test_hostile_words(findings: list[Located]) -> None:
    read = JUnitXml.fromstring(render(findings, "junit").encode())
    assert read.tests == sum(suite.tests for suite in read) == max(1, len(findings))
    assert [len(cases(suite)) for suite in read] == [suite.tests for suite in read]
