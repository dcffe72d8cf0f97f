"""FMT001: a file that is not in the YAML subset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from okrs_as_code.finding import Finding, Place, Related, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import subject_of
from okrs_as_code.lint.remedies.missing_value_remedies import UNKNOWN_BASELINE_REMEDY
from okrs_as_code.lint.rule import Rule
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.yaml import Problem, ProblemKind


class Syntax(Rule):
    """A file is not in the YAML subset.

    ## What it does

    Finds what is no YAML, and the parts of YAML that are left out here: anchors, aliases, merge keys, tags, directives,
    several documents in one file, the same key twice, keys that are not text, tab characters, control characters and
    invisible formatting characters, more than 32 levels, more than 512 KiB, and anything but UTF-8.

    ## Why is this bad?

    What cannot be read cannot be judged, shown or agreed to. What is left out makes a file say one thing to a reader
    and another to a program: of a key that is written twice one value disappears, an alias moves a value to a place
    where nobody sees it, and an invisible character turns two equal names into different ones.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    owner: bo
    key_results: []
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results: []
    ```

    ## Where this comes from

    The idea of StrictYAML, a subset of YAML without its surprises; scalars are those of the core schema of YAML 1.2, so
    that `no`, `on` and `12:30` are text.
    """

    code = "FMT001"
    name = "syntax"
    severity = Severity.ERROR
    all_cycles = True
    has_floor = True

    def check_problem(self, problem: Problem, file: SourceFile, context: Context) -> Iterator[Finding]:
        """One finding a refusal."""
        message, remedy, label = _SYNTAX_MESSAGES.get(str(problem.facts.get("reason")), _MESSAGES[problem.kind])
        facts = _MessageFacts(problem.facts)
        related: tuple[Related, ...] = ()
        if problem.related is not None:
            related = (Related(Place(file.path, span=problem.related), "it is here first"),)
        yield self.finding(
            message.format_map(facts),
            remedy.format_map(facts),
            subject=subject_of(file),
            place=Place(file.path, span=problem.span),
            label=label,
            related=related,
            detail="/".join(
                (problem.kind, *(str(problem.facts[name]) for name in _IDENTIFYING_FACTS if name in problem.facts))
            ),
        )


_IDENTIFYING_FACTS = ("reason", "key", "name", "character", "number")
"""Facts in which two refusals of one kind differ, on whatever lines they stand."""


class _MessageFacts(dict[str, str | int]):
    """The facts that a message names; for one that is not known it has an ellipsis."""

    def __init__(self, facts: Mapping[str, str | int]) -> None:
        super().__init__(facts)

    def __missing__(self, name: str) -> str:
        return "…"


_SYNTAX_MESSAGES: Mapping[str, tuple[str, str, str]] = {
    "conflict": (
        "a merge was not finished here",
        "keep what is right of both sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
        "left by git",
    ),
    "unclosed-quote": (
        "a quote is not closed",
        "add the second {character}, or put the text in the other kind of quotes if it has one of these in it",
        "opened here",
    ),
    "unclosed-bracket": ("a bracket is not closed", "close it, with commas between the entries", "opened here"),
    "text-after-quote": (
        "there is more text after the closing quote",
        "put quotes around the whole text, in single quotes if it has double ones in it",
        "what is this part of?",
    ),
    "colon-in-text": (
        "a colon with a space after it ends a key, and this one is in the text of `{key}`",
        'put the text in quotes: `{key}: "…"`',
        "read as the end of a key",
    ),
    "special-character": (
        "a text cannot start with {character}",
        "put the text in quotes",
        "means something else in YAML",
    ),
    "escape": (
        "`{escape}` means nothing in double quotes",
        "write two backslashes, or put the text in single quotes",
        "no such escape",
    ),
    "missing-space": ("there is no space after `{character}`", "add one", "a space is missing here"),
    "missing-colon": ("there is no colon after `{key}`", "write `{key}:` and the value", "a colon is missing here"),
    "comma-in-number": (
        "a comma ends a value in braces, so that `{key}` has only the beginning of {number}",
        "write `{key}: {plain}`",
        "cut in two by the comma",
    ),
    "no-break-space": (
        "there is a no-break space here, which looks like a space and is none",
        "type it again with ordinary spaces: `{entry}`",
        "a no-break space",
    ),
    "dash-before-value": (
        "a dash begins a list, and `{key}` has one value on its line",
        "write `{entry}`",
        "read as the first entry of a list",
    ),
    "lone-sign": (
        "`{character}` is no value of `{key}`",
        "write the value; what nobody knows yet is left out, with its key, and the sign itself goes in quotes",
        "no value",
    ),
    "lone-sign-at-baseline": (
        "`{character}` is no value of `baseline`",
        f"write the number where it stands today; {UNKNOWN_BASELINE_REMEDY}",
        "no value",
    ),
    "bracketed-text": (
        "a text cannot start with {character}, which begins a list or a mapping",
        "put the text in quotes: `{entry}`",
        "means something else in YAML",
    ),
    "comparison-sign": (
        "a value cannot start with >, which begins a text of several lines",
        "write `{entry}`; a bound to keep is `at_least:` in a measure of `type: threshold`",
        "means something else in YAML",
    ),
    "comment-in-brackets": (
        "# begins a comment, so that the brackets around it are never closed",
        "put the text in quotes: `{entry}`",
        "a comment from here on",
    ),
    "code-fence": (
        "this line marks code on a page, and is no part of the file",
        "remove it, and the other one at the end of what was copied",
        "copied by mistake",
    ),
    "text-not-indented": (
        "this line is meant for the text of `{key}`, and begins too far left to be in it",
        "begin each line of the text with {spaces} spaces",
        "begins too far left",
    ),
    "indentation": (
        "this line does not begin where the ones around it do",
        "indent it with as many spaces as its neighbours; two more for each level",
        "begins in the wrong column",
    ),
}

_MESSAGES: Mapping[ProblemKind, tuple[str, str, str]] = {
    ProblemKind.NOT_UTF8: (
        "this file is not UTF-8 text",
        "save it as UTF-8; an editor offers that under `Save with encoding`",
        "",
    ),
    ProblemKind.TOO_LARGE: ("this file is larger than 512 KiB", "split it, or move what is no goal elsewhere", ""),
    ProblemKind.FORBIDDEN_CHARACTER: (
        "there is a character that nobody can see, {character}",
        "delete it, and type this place again",
        "an invisible character",
    ),
    ProblemKind.TAB: ("there is a tab character", "write spaces instead, two for each level", "a tab"),
    ProblemKind.SYNTAX: (
        "this is not YAML",
        "look at this line and the one before it: spaces in front, a colon with a space after it, quotes and brackets "
        "that are closed; text with `: ` or ` #` in it goes in quotes",
        "it cannot be read from here on",
    ),
    ProblemKind.ANCHOR: ("there is an anchor", "remove it, and write each value where it is meant", "an anchor"),
    ProblemKind.ALIAS: (
        "there is an alias instead of a value",
        "write the value itself; text that starts with `*` goes in quotes",
        "an alias",
    ),
    ProblemKind.MERGE_KEY: ("there is a merge key", "write the keys themselves", "a merge key"),
    ProblemKind.TAG: (
        "there is a tag",
        "remove it; text that starts with `!` goes in quotes",
        "a tag",
    ),
    ProblemKind.DIRECTIVE: ("there is a directive", "remove the line that starts with `%`", "a directive"),
    ProblemKind.SEVERAL_DOCUMENTS: (
        "there are several documents in this file",
        "keep the first one, and move what comes after it to a file of its own",
        "a second document",
    ),
    ProblemKind.DUPLICATE_KEY: ("`{key}` is written twice", "keep one of them", "the second time"),
    ProblemKind.KEY_NOT_TEXT: (
        "a key is not text",
        'put it in quotes, such as `"{key}":`, or write it as a list with `- ` in front',
        "not text",
    ),
    ProblemKind.TOO_DEEP: (
        "this is nested deeper than 32 levels",
        "write it flatter; none of our files needs more than a few levels",
        "too deep",
    ),
    ProblemKind.NUMBER_OUT_OF_RANGE: (
        "`{number}` is no number to count with",
        "write a smaller number, with a larger unit if need be",
        "not finite, or beyond all measure",
    ),
    ProblemKind.EMPTY: ("this file is empty", "write something, or remove the file; `okrs new` makes an objective", ""),
}
