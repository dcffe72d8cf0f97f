"""FMT006: a file whose name, folder and content disagree, or that does not belong in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.cycle_name import CycleKind, kind_of_cycle, meant_cycle_name
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.goals.backlog import BACKLOG
from okrs_as_code.nearest import nearest, suggestion
from okrs_as_code.workspace.layout import FileKind, Location, Refusal

_record = re.compile(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})-(?P<by>[a-z0-9-]+)(?P<rest>.*)").fullmatch


class MisplacedFile(Rule):
    """A file's name, folder and content disagree, or it does not belong in the tree.

    ## What it does

    Finds files below `okrs/` that are no objective, no record, and none of the files at the top; links, which are never
    followed; objectives and goals of the backlog in a folder that is no team; and records whose file name says another
    day or person than they do. Files ending in `.md` and those starting with a dot are left alone. A team `backlog`
    excludes the folder of the backlog, as `backlog/team/goal` would be an id of either.

    ## Why is this bad?

    A file that lies in the wrong place looks as if it counted, and does not. Where name and content disagree, two
    readers see two different things.

    ## Example

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: chen
    date: 2026-10-12
    key_results:
      content/organic-pipeline/demo-requests: {value: 44}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-chen.yaml
    by: chen
    date: 2026-10-12
    key_results:
      content/organic-pipeline/demo-requests: {value: 44}
    ```

    ## Where this comes from

    The files of this project: the path says the cycle, the team, the day and the person, so that nobody writes them
    twice and a listing of the folder can be read. A record that lies wrong is moved, which is no edit of it. It has a
    floor: policy cannot lower, ignore or silence it.
    """

    code = "FMT006"
    name = "misplaced-file"
    severity = Severity.ERROR
    has_floor = True
    all_cycles = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """Findings about misplaced files, objectives in folders that are no team, and records under a wrong name."""
        for location in context.workspace.misplaced:
            if location.refusal is Refusal.UNDECLARED_CYCLE:
                yield from self._undeclared_findings(location, context)
            else:
                yield self._refusal_finding(location)
        for file in context.workspace.files.values():
            is_of_team = file.location.kind in (FileKind.OBJECTIVE, FileKind.BACKLOG)
            if is_of_team and context.workspace.teams_known:
                yield from self._team_findings(file.location, context)
        for path, record in context.workspace.records.items():
            yield from self._name_findings(context.workspace.files[path].location, record, context)

    def _refusal_finding(self, location: Location) -> Finding:
        message, remedy = _refusal(location)
        return self.finding(message, remedy, subject=location.path, place=Place(location.path, on="file"))

    def _undeclared_findings(self, location: Location, context: Context) -> Iterator[Finding]:
        """A finding for a cycle without days, unless what config.yaml says of it cannot be read, or makes none."""
        cycle, config = location.path.split("/")[1], context.workspace.files.get(CONFIG_FILE)
        data = config.data if config is not None and isinstance(config.data, dict) else {}
        declared = data.get("cycles")
        if not context.workspace.can_judge(CONFIG_FILE) or (isinstance(declared, dict) and cycle in declared):
            return
        meant = meant_cycle_name(cycle, context.plan.config.cycles)
        remedy = (
            f"a name of your own needs its days in {CONFIG_FILE}: "
            f"`cycles: {{{cycle}: {{from: 2026-09-07, until: 2026-10-16}}}}`"
        )
        if meant is not None:
            is_same_name = meant.lower() == cycle.lower()
            remedy = f'did you mean "{meant}"? rename the folder{"" if is_same_name else f"; {remedy}"}'
        yield self.finding(
            f'folder "{cycle}" is a cycle without days',
            remedy,
            subject=location.path,
            place=Place(location.path, on="file"),
            detail=cycle,
        )

    def _team_findings(self, location: Location, context: Context) -> Iterator[Finding]:
        directory, team = context.plan.directory, location.folder
        if directory.knows_team(team):
            return
        near = suggestion(team, directory.teams)
        nested = _nested_cycle((location.cycle, team)) if location.cycle else None
        if nested is not None:
            path = f"{OKRS_FOLDER}/{nested}/company/{location.name}.yaml"
            near = f"if the cycle {nested} is meant, move the file to {path}; "
        if TEAMS_FILE in context.workspace.files:
            remedy = f"{near}move the file to the folder of its team, or add `{team}:` to {TEAMS_FILE}"
        else:
            remedy = f"without {TEAMS_FILE} the only team is `company`: move the file there, or write that file"
        yield self.finding(
            f'folder "{team}" is no team',
            remedy,
            subject=location.path,
            place=Place(location.path, on="file"),
            detail=team,
        )

    def _name_findings(self, location: Location, record: Record, context: Context) -> Iterator[Finding]:
        parts = _record(location.name)
        if parts is None:
            return
        folder, rest = location.path.rpartition("/")[0], parts["rest"]
        right_path = f"{folder}/{record.date}-{record.by}{rest}.yaml"
        for key, written, named in (("by", record.by, parts["by"]), ("date", str(record.date), parts["date"])):
            if written != named:
                yield self.finding(
                    f'`{key}` is "{written}", and the file name says "{named}"',
                    _name_remedy(right_path, key, written, named, context),
                    subject=location.path,
                    place=Place(location.path, (key,)),
                    label=f'the file name says "{named}"',
                    detail=key,
                )


def _name_remedy(right_path: str, key: str, written: str, named: str, context: Context) -> str:
    """The remedy for a record whose name says another day or person; of two people, one who exists."""
    directory, is_person = context.plan.directory, key == "by" and context.workspace.people_known
    if is_person and not directory.knows_person(named):
        return f"move the file to {right_path}"
    if is_person and not directory.knows_person(written):
        return (
            f"if it is new, write `{key}: {named}`, as nobody is called `{written}`; otherwise move it to {right_path}"
        )
    return f"move the file to {right_path}; if it is new and the name is right, write `{key}: {named}`"


def _refusal(location: Location) -> tuple[str, str]:
    """The message and remedy for a path that does not belong."""
    path = location.path
    parts = path.split("/")[1:] or [path]
    cycle, name = parts[0], parts[-1]
    match location.refusal:
        case Refusal.LINK:
            return "a link is never followed", "put an ordinary file in its place"
        case Refusal.NOT_A_FILE:
            return "this is not an ordinary file", f"move it out of {OKRS_FOLDER}/"
        case Refusal.UNREADABLE:
            return "this file cannot be opened", "give everybody who works here permission to read it"
        case Refusal.YML:
            return "this file ends in .yml, and is not read", f"rename it to {path.removesuffix('.yml')}.yaml"
        case Refusal.NOT_YAML if "." not in name:
            return (
                "this file has no ending, and is not read",
                f"rename it to {path}.yaml, or move it out of {OKRS_FOLDER}/; notes may stay in a file ending in .md",
            )
        case Refusal.NOT_YAML:
            return "this file is no YAML file", f"move it out of {OKRS_FOLDER}/; notes may stay in a file ending in .md"
        case Refusal.TOP_LEVEL:
            return _top_level(name)
        case Refusal.TEAM_CALLED_BACKLOG:
            return (
                f"{OKRS_FOLDER}/{BACKLOG}/ is no backlog here, as there is a team `{BACKLOG}`",
                f"give the team another id (`okrs mv {BACKLOG} NEW`), or move the file to the folder of a cycle",
            )
        case Refusal.TOO_DEEP if cycle == BACKLOG:
            return (
                "this file lies too deep: the backlog has folders of teams, and no folders in them",
                f"move it to {OKRS_FOLDER}/{BACKLOG}/{parts[1]}/{name}",
            )
        case Refusal.NOT_A_CYCLE:
            return f'folder "{cycle}" is no cycle', f"rename the folder to {_cycle_like(cycle)}"
        case Refusal.TOO_DEEP | Refusal.TEAM_NAME if (nested := _nested_cycle(parts)) is not None:
            inner = "/".join((nested, *parts[2:]))
            return (
                f'folder "{cycle}/{parts[1]}" is no cycle: a cycle is one folder',
                f"move the file to {OKRS_FOLDER}/{inner}",
            )
        case Refusal.LOOSE_IN_CYCLE:
            return (
                "this file lies in no team's folder",
                f"move it to the folder of its team, such as {OKRS_FOLDER}/{cycle}/company/{name}",
            )
        case Refusal.TOO_DEEP:
            return (
                "this file lies too deep: a cycle has folders of teams and of records, and no folders in them",
                f"move it to {OKRS_FOLDER}/{cycle}/{parts[1]}/{name}",
            )
        case Refusal.TEAM_NAME:
            return f'folder "{parts[1]}" cannot be a team\'s id', f"rename the folder to {_id_like(parts[1], 'a-team')}"
        case Refusal.OBJECTIVE_NAME:
            slug = _id_like(name.removesuffix(".yaml"), "an-objective")
            return f'"{name.removesuffix(".yaml")}" cannot be an objective\'s id', f"rename the file to {slug}.yaml"
        case Refusal.RECORD_NAME:
            return (
                "the name of a record is its day and its person",
                f"rename the file to one such as {OKRS_FOLDER}/{cycle}/{parts[1]}/2026-10-12-bo.yaml",
            )
        case _:
            return "this file does not belong here", f"move it out of {OKRS_FOLDER}/"


def _top_level(name: str) -> tuple[str, str]:
    known = [path.rpartition("/")[2] for path in (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE)]
    suggested = nearest(name.removesuffix(".yaml"), [file_name.removesuffix(".yaml") for file_name in known])
    hint = f"did you mean {suggested}.yaml? " if suggested else ""
    return (
        f"there is no file of this name directly in {OKRS_FOLDER}/",
        f"{hint}an objective lies in the folders of its cycle and team, such as {OKRS_FOLDER}/2026-Q4/company/{name}",
    )


def _cycle_like(folder: str) -> str:
    """The cycle that a folder's name may mean, or the backlog."""
    if folder.lower() == BACKLOG:
        return BACKLOG
    return meant_cycle_name(folder) or "a cycle, such as 2026-Q4, or 2026 for a year"


def _nested_cycle(parts: Sequence[str]) -> str | None:
    """The cycle that two folders mean together, such as `2026/Q4`; None where the second is no part of a year."""
    year, part = parts[0], parts[1]
    return meant_cycle_name(f"{year}-{part}") if year.isdigit() and kind_of_cycle(year) is CycleKind.YEAR else None


def _id_like(text: str, example: str) -> str:
    """The id that a name may mean."""
    id_ = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-").lstrip("0123456789-")[:64]
    return id_ if id_ and id_ != text else f"an id such as {example}"
