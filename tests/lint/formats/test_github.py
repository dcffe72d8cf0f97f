"""Ten errors and ten warnings are all that GitHub shows of a step: the rest is in the log, and counted."""

from __future__ import annotations

from collections.abc import Container

from hypothesis import given

from okrs_as_code.finding import Located, Place, Severity
from okrs_as_code.lint.formats import render
from okrs_as_code.lint.formats.format_context import FormatContext
from tests.lint.formats.findings import is_safe, many, plain
from tests.nightly import examples


def commands(text: str, name: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(f"::{name} ")]


def test_few_are_shown_in_their_order() -> None:
    findings = [*plain(10, Severity.WARNING), *plain(10), *plain(10, Severity.INFORMATION)]
    text = render(findings, "github")
    assert len(text.splitlines()) == 30
    assert "more in the" not in text


def test_of_many_those_on_changed_lines_come_first() -> None:
    def rows(file: str) -> Container[int]:
        assert file == "okrs/a.yaml"
        return (30, 31)

    findings = [*plain(40, Severity.WARNING), *plain(40), *plain(12, Severity.INFORMATION)]
    text = render(findings, "github", FormatContext(changed_rows=rows, has_summary=True))
    for name in ("error", "warning"):
        shown = commands(text, name)
        assert [line.rpartition("number ")[2].split()[0] for line in shown] == [
            "30",
            "31",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
        ]
    assert text.splitlines()[0].startswith("::error ")
    assert len(commands(text, "notice")) == 10
    assert text.splitlines()[-1] == "::notice title=okrs lint::63 more in the summary"
    assert text.count("number ") == len(findings)


def test_without_a_summary_the_rest_is_in_the_log() -> None:
    text = render(plain(11), "github")
    assert text.splitlines()[-3:] == [
        "okrs/a.yaml:11:3: error[OWN001] number 11",
        "  = help: write one",
        "::notice title=okrs lint::1 more in the log of this step",
    ]


def test_paths_begin_at_the_top_of_the_repository() -> None:
    text = render(plain(11), "github", FormatContext(prefix="sub/"))
    assert "::error file=sub/okrs/a.yaml,line=1," in text
    assert text.count("sub/okrs/a.yaml") == 21, "in what is said, and in the line of the one that is not shown, too"
    assert text.count("okrs/a.yaml") == 21


@examples(1)
@given(many)
def test_hostile_words(findings: list[Located]) -> None:
    """Each line is one command of ours, or a plain line that begins none."""
    text = render([*findings, *plain(12)], "github")
    for line in text.split("\n")[:-1]:
        head, _, rest = line.partition("::")
        assert is_safe(line)
        assert not head or not rest


def test_the_place_of_a_hostile_file() -> None:
    [located] = plain(1)
    finding = located.finding._replace(place=Place("okrs/a,b::x%\n.yaml"))
    text = render([located._replace(finding=finding)], "github")
    assert text.startswith("::error file=okrs/a%2Cb%3A%3Ax%25%0A.yaml,line=1,")
    assert len(text.splitlines()) == 1
