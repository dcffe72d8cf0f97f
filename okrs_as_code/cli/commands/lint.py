"""`okrs lint`: finds what is wrong, at its exact place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from okrs_as_code import api
from okrs_as_code.cli.cached_output import CommandOutput, print_cached
from okrs_as_code.cli.lint_fixes import count_new_findings, renamed_paths, show_diff, write_fixes
from okrs_as_code.cli.lint_outputs import LintOutput, LintOutputType, outputs_of, write_outputs
from okrs_as_code.cli.lint_summary import statistics_of, summary_of
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import cache_option, common_options, day_by, day_of, write_file
from okrs_as_code.cli.progress_bar import progress
from okrs_as_code.finding import Severity
from okrs_as_code.lint.formats import FORMATS
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.phrases import count_phrase

if TYPE_CHECKING:
    from okrs_as_code.lint.result import LintResult


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--since", metavar="REV", help="Only what changed since the merge base with this revision.")
@click.option("--head", metavar="REV", help="With --since: up to this commit, and not as files are checked out.")
@click.option(
    "--staged", is_flag=True, help="Only what the next commit would bring; in a merge, what neither side has."
)
@click.option("--select", metavar="CODES", multiple=True, help="Only these rules: codes, names or families.")
@click.option("--ignore", metavar="CODES", multiple=True, help="Not these rules.")
@click.option("--all-cycles", is_flag=True, help="Also cycles that ended more than 90 days ago.")
@click.option(
    "--output-format",
    "outputs",
    type=LintOutputType(),
    multiple=True,
    help=f"Output format, with a file for all but one of several: {', '.join(FORMATS)}.  "
    "[default: full on a terminal, github in its CI, else concise]",
)
@click.option("--error-on-warning", is_flag=True, help="Warnings fail, too.")
@click.option("--exit-zero", is_flag=True, help="Report, and exit with 0 whatever was found.")
@click.option("--quiet", "-q", is_flag=True, help="Findings only, no summary.")
@click.option("--verbose", "-v", is_flag=True, help="Show information, too.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing each.")
@click.option("--fix", is_flag=True, help="Fix what needs no guess, then show what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="FILE", help="Write findings to a file.")
@common_options
@cache_option
def command(**parameters: Any) -> int:
    """Find what is wrong in the OKRs, at its exact place.

    Without PATH all of okrs/ is checked. Exit status: 0 clean, 1 errors found, 2 the request is wrong.
    """
    request = _Request(**parameters)
    return print_cached(request.run, cacheable=request.is_cacheable, revisions=request.revisions)


class _Request(NamedTuple):
    """The parameters of the command."""

    paths: tuple[Path, ...]
    since: str | None
    head: str | None
    staged: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    all_cycles: bool
    outputs: tuple[LintOutput, ...]
    error_on_warning: bool
    exit_zero: bool
    quiet: bool
    verbose: bool
    statistics: bool
    fix: bool
    diff: bool
    output: Path | None
    root: Path
    today: date | None
    cache: bool

    @property
    def is_cacheable(self) -> bool:
        """Whether its output stands for all that it does, and depends on the working tree and `revisions` alone."""
        is_printed_alone = self.output is None and all(output.file is None for output in self.outputs)
        suggests = any(output.output_format == "rdjson" for output in self.outputs)  # what git has decides about them
        return is_printed_alone and not (self.staged or self.fix or self.diff or suggests)

    @property
    def revisions(self) -> tuple[str, ...]:
        """The revisions between which a change is linted; none where it is no change."""
        return (self.since, self.head or "HEAD") if self.since is not None else ()

    def run(self, output: CommandOutput) -> bool:
        """Lints, and fixes where that is asked for; returns whether the output may be cached.

        Raises OkrsError as `api.lint`, `api.fixes` and `api.write_changes`.
        """
        if self.head is not None and self.since is None:
            raise click.UsageError("`--head` is the end of a change; say with `--since` where it begins")
        if self.head is not None and (self.fix or self.diff):
            raise click.UsageError("`--fix` and `--diff` are about the files that are checked out; leave `--head` out")
        if self.diff and any(output.file is not None for output in self.outputs):
            raise click.UsageError("`--diff` shows changes and no findings: leave the files of `--output-format` out")
        outputs = outputs_of(self.outputs, self.output)
        if self.staged:
            return self._run_staged(outputs, output)
        selection = self._selection
        repository = self._open()
        day = day_of(repository, self.today, self.since, output.note)
        lint = partial(
            api.lint,
            today=day,
            since=self.since,
            head=self.head,
            selection=selection,
            all_cycles=self.all_cycles,
        )
        paths = list(self.paths)
        result = lint(repository, paths=paths)
        if self.fix or self.diff:
            fixes = api.fixes(repository, result)
            if self.diff:
                has_changes = show_diff(fixes, self.output)
                output.status = EXIT_FINDINGS if has_changes and not self.exit_zero else 0
                return False
            if write_fixes(repository, fixes):
                before = result
                repository = api.open_repository(repository.root, cache=self.cache)
                paths = renamed_paths(self.paths, fixes, repository.root)
                result = lint(repository, paths=paths)
                count = count_new_findings(before, result)
                if count:
                    output.note(f"note: {count_phrase(count, 'finding')} could not be seen before this was fixed")
        self._show(result, self._context(repository, result), outputs, output)
        self._summarise(result, paths, output)
        return True

    def _run_staged(self, outputs: list[LintOutput], output: CommandOutput) -> bool:
        """Lints what is staged. Raises OkrsError as `api.open_staged` and `api.lint_staged`."""
        if self.since is not None:
            raise click.UsageError("`--staged` is compared with HEAD; leave `--since` out")
        if self.fix or self.diff:
            raise click.UsageError(
                "`--fix` and `--diff` are about the files that are checked out; leave `--staged` out"
            )
        staged = api.open_staged(self.root, cache=self.cache, progress=progress())
        if staged is None:
            self._show(api.LintResult((), (), 0), FormatContext(), outputs, output)
            if not self.quiet:
                output.note("nothing is staged below okrs/")
            return False
        result = api.lint_staged(
            staged,
            self.today or day_by(staged.policy, output.note),
            paths=self.paths,
            selection=self._selection,
            all_cycles=self.all_cycles,
        )
        context = FormatContext(prefix=staged.repository.prefix, failing=self._failing)
        self._show(result, context, outputs, output)
        self._summarise(result, list(self.paths), output)
        return False

    @property
    def _selection(self) -> api.Selection:
        return api.Selection.of(_codes(self.select), _codes(self.ignore), self.verbose)

    def _open(self) -> api.Repository:
        """The repository; for a change the one that its base has. Raises OkrsError where the change moves it."""
        if self.since is None:
            return api.open_repository(self.root, cache=self.cache, progress=progress())
        repository = api.open_change(self.root, self.since, cache=self.cache, progress=progress())
        api.refuse_moved_root(repository, self.head)
        return repository

    @property
    def _change(self) -> str | None:
        """The change that is linted, in words, where it is one."""
        if self.staged:
            return "what is staged"
        return f"what changed since {self.since}" if self.since is not None else None

    def _context(self, repository: api.Repository, result: LintResult) -> FormatContext:
        context = FormatContext(prefix=repository.prefix, failing=self._failing)
        if self.since is not None:
            context = context._replace(changed_rows=api.changed_rows(repository, self.since, self.head))
        if self.head is None:
            context = context._replace(suggestions=partial(api.suggestions, repository, result))
        return context

    def _show(
        self, result: LintResult, context: FormatContext, outputs: list[LintOutput], output: CommandOutput
    ) -> None:
        if self.statistics:  # in the place of the output that has no file of its own
            outputs = [one for one in outputs if one.file != self.output]
            if self.output is None:
                output.write(statistics_of(result))
            else:
                write_file(statistics_of(result), self.output)
        output.write(write_outputs(result, outputs, context))

    @property
    def _failing(self) -> frozenset[Severity]:
        return frozenset((Severity.ERROR, Severity.WARNING) if self.error_on_warning else (Severity.ERROR,))

    def _summarise(self, result: LintResult, paths: list[Path], output: CommandOutput) -> None:
        for note in result.notes:
            output.note(f"note: {note}")
        if not self.quiet:
            output.note(summary_of(result, self._change, paths))
            if result.follow_ups:
                follow_ups = count_phrase(len(result.follow_ups), "follow-up")
                codes = ",".join(dict.fromkeys(result.follow_ups))
                lists = f"`okrs lint --select {codes}` lists {'it' if len(result.follow_ups) == 1 else 'them'}"
                output.note(f"{follow_ups} on how things go, such as check-ins that are due: {lists}")
        failures = sum(map(result.count, self._failing))
        output.status = EXIT_FINDINGS if failures and not self.exit_zero else 0


def _codes(values: Iterable[str]) -> list[str]:
    return [code.strip() for value in values for code in value.split(",")]
