"""Every rule: its fixtures, its golden texts, its page, and that nothing of these is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule, RulePage
from tests.repositories import make
from tests.rules.cases import (
    BASE,
    HERE,
    TODAY,
    UPDATE,
    absent,
    before_change,
    beneath,
    cases,
    examples,
    findings_of_change,
    folders,
    goldens,
    lint,
    needs_two,
    own_files,
    today_of,
)

HEADINGS = ["What it does", "Why is this bad?", "Example", "Use instead", "Where this comes from"]
RULES = sorted(all_rules(), key=lambda rule: rule.code)

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
every_folder = pytest.mark.parametrize("code", folders())


@pytest.fixture(autouse=True)
def _show_bugs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRS_DEBUG", "1")


@every_rule
def test_a_rule_has_fixtures(rule: Rule) -> None:
    for name in ("good/after", "bad/after") if needs_two(rule.code) else ("good", "bad"):
        folder = f"tests/rules/{rule.code}/{name}"
        assert own_files(HERE / rule.code / name), f"add {folder}/okrs/ with what makes the case differ from the base"


@every_folder
def test_a_folder_has_a_rule(code: str) -> None:
    assert code in {rule.code for rule in RULES}, f"no rule has the code of tests/rules/{code}"


@every_folder
def test_a_case_holds_only_what_makes_it_differ(code: str) -> None:
    for case in cases(code):
        own, below = own_files(case), beneath(case)
        copies = [path for path, file in own.items() if path in below and _is_copy(file, below[path])]
        assert copies == [], f"remove them from {case}: the base, or `before`, has the same"
        assert set(absent(case)) <= below.keys() - own.keys(), f"{case}/absent.txt names what is not beneath"
        held = {file for file in case.rglob("*") if file.is_symlink() or not file.is_dir()}
        assert held - {case / "absent.txt"} == set(own.values()), f"files of {case} belong in {case}/okrs"


def _is_copy(file: Path, other: Path) -> bool:
    return file.is_symlink() == other.is_symlink() and file.read_bytes() == other.read_bytes()


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@every_rule
def test_the_file_name_is_code_and_name(rule: Rule) -> None:
    module = type(rule).__module__.rpartition(".")[2]
    assert module == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    assert re.fullmatch("[A-Z]{2,3}[0-9]{3}", rule.code)
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.name)


@every_folder
def test_good_is_clean(code: str) -> None:
    good = HERE / code / "good"
    if needs_two(code):
        assert findings_of_change(good, None, today_of(code)) == ""
        return
    selected = lint(good, today_of(code), "--no-cache", "--select", code)
    assert (selected.status, selected.output, selected.errors) == (0, "", "")
    everything = lint(good, today_of(code), "--no-cache")
    assert (everything.status, everything.output, everything.errors) == (0, "", "")


@every_folder
def test_golden_texts(code: str) -> None:
    for path, text in goldens(code):
        golden = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert text == golden, f"if the new text is right: {UPDATE} {code}"
        assert text or path.name != "bad.txt"


@every_folder
def test_errors_fail_and_nothing_else_does(code: str) -> None:
    if needs_two(code):
        return  # exit statuses of changes are the scenarios' matter
    result = lint(HERE / code / "bad", today_of(code), "--select", code)
    assert result.status == (1 if f": error[{code}]" in result.output else 0)


@every_folder
def test_the_cache_changes_nothing(code: str) -> None:
    question = HERE / code / "bad", today_of(code), "--select", code
    assert lint(*question, "--no-cache") == lint(*question)


@every_folder
def test_history_is_never_an_error(code: str) -> None:
    """A mistake in a record that is there already fails nothing, unless it is one of reading or of references."""
    expected = (HERE / code / "bad.txt").read_text(encoding="utf-8")
    assert (
        code.startswith("FMT")
        or needs_two(code)
        or not re.search(r"^okrs/[^/]+/(agreements|check-ins|grades)/.* error\[", expected, re.M)
    )


@every_rule
def test_the_page_has_the_headings(rule: Rule) -> None:
    page = RulePage.of(type(rule))
    assert list(page.sections) == HEADINGS
    assert page.summary, "the page starts with one sentence"
    assert "\n" not in page.summary, "the summary of the page is one line"
    assert all(page.sections.values()), "no heading without a text"


@every_rule
def test_the_example_is_found(rule: Rule, tmp_path: Path) -> None:
    output = _on_page(rule, "Example", tmp_path)
    assert f"[{rule.code}]" in output, "the example of the page shows what the rule finds"


@every_rule
def test_use_instead_is_not_found(rule: Rule, tmp_path: Path) -> None:
    assert _on_page(rule, "Use instead", tmp_path) == ""


def _on_page(rule: Rule, section: str, root: Path) -> str:
    sections = RulePage.of(type(rule)).sections
    files = examples(sections[section])
    assert files, f'fence it as "```yaml okrs/2026-Q4/content/organic-pipeline.yaml" below "{section}"'
    if not needs_two(rule.code):
        make(root, dict(files))
        return lint(root, TODAY, "--no-cache", "--select", rule.code).output
    make(root / "before", before_change(sections["Example"]))
    make(root / "after", dict(files))
    return findings_of_change(root, rule.code, TODAY)


def test_the_base_is_clean() -> None:
    assert lint(BASE, TODAY, "--no-cache", "--verbose").output == ""
