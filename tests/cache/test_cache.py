"""The cache changes nothing but time: after any history of edits, a warm answer is the cold answer."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

import pytest

from okrs_as_code.cache import incremental, stamps
from okrs_as_code.cli.main import run
from okrs_as_code.lint import run as lint_run
from okrs_as_code.lint.result import LintResult
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.reader import Reader
from okrs_as_code.workspace.top_level import TopLevel
from okrs_as_code.workspace.trees import tree
from okrs_as_code.workspace.trees.tree import FileTree
from tests.nightly import at_night
from tests.okrs_program import okrs_program
from tests.repositories import commit, git, make
from tests.ssh_keys import REPOSITORY, Key

STEPS = int(os.environ.get("OKRS_CACHE_STEPS", "0"))
"""More of them find more; 0 leaves the number to the test."""
SETTLED = 0.03
TODAY = "2026-11-16"

CYCLES = ("2026", "2026-Q3", "2026-Q4")
MORE_CYCLES = ("2026-H2", "2026-C5")
PEOPLE = """\
people:
  ana: {name: Ana Duarte}
  mara: {name: Mara Okafor, manager: ana}
  bo: {name: Bo Lindqvist, manager: mara}
  dee: {name: Dee Moreau, manager: eva}
  eva: {name: Eva Lund, left: "2026-08-31"}
"""
TEAMS = """\
teams:
  company: {name: Example Inc, lead: ana}
  content: {name: Content, lead: mara, members: [bo], part_of: company}
  web: {name: Web, lead: mara, members: [dee], part_of: company, formerly: [site]}
"""
CONFIG = (
    f"organization: Example Inc\nrepository: {REPOSITORY}\n"
    "ownership: {key_results_per_person: 3}\nobjectives: {per_team: 2}\n"
)


def objective(random: Random, cycle: str) -> str:
    """An objective that has to do with others: parents, owners, titles and former ids are few."""
    owners = ["ana", "mara", "bo", "dee", "nobody", "[bo, dee]"]
    titles = ["Publish three posts", "Raise revenue", "TBD", "Cut time to first byte from 900 ms to 300 ms"]
    above = [
        *(f"{team}/{slug}" for team in ("company", "content", "site", "web") for slug in ("one", "two")),
        "2026/company/one",
    ]
    lines = [f"title: {random.choice(('Grow', 'Launch it', 'Be the best in the field'))}", "owner: mara"]
    if random.random() < 0.6:
        parent = random.choice(above)
        entry = f"{{objective: {parent}, contributes: {random.choice(('true', 'false'))}}}"
        others = [random.choice(("", "/first")).join((other, "")) for other in random.sample(above, 2)]
        lines.append(f"aligned_to: {random.choice((entry, others[0], f'[{entry}, {others[0]}, {others[1]}]'))}")
    if random.random() < 0.2:
        lines.append(f"tags: [{random.choice(('growth', 'p1', 'p2, growth'))}]")
    if random.random() < 0.2:
        lines.append(f"formerly: [{random.choice(('web/old', 'content/one', 'company/two'))}]")
    lines.append("key_results:" if random.random() < 0.9 else "key_results: []\nwhy: >")
    for name in random.sample(("first", "second", "third"), random.randint(1, 2)):
        weight = f"\n    weight: {random.choice((0, 1))}" if random.random() < 0.3 else ""
        manager = f"\n    manager: {random.choice(('ana', 'bo', 'eva'))}" if random.random() < 0.3 else ""
        lines.append(
            f"  - id: {name}\n    title: {random.choice(titles)}\n    owner: {random.choice(owners)}{manager}{weight}\n"
            f"    measure: {{type: metric, baseline: 0, target: {random.randint(0, 3)}, unit: posts}}"
        )
    if random.random() < 0.1:
        lines.append("  - [not, a, key, result")
    return "\n".join(lines) + "\n"


class Signers:
    """Two keys, and what they sign."""

    def __init__(self, folder: Path) -> None:
        self.keys = [Key.make(folder, name) for name in ("one", "other")]
        self.signatures = {
            (cycle, team, target): [
                key.signature(f"{team}/one/first", "owner", terms(target), cycle=cycle) for key in self.keys
            ]
            for cycle in CYCLES
            for team in ("web", "content")
            for target in (1, 2)
        }

    def listed(self, random: Random) -> str:
        """A list of signers: mostly a key of Bo and one of Mara."""
        lines = [
            key.line(
                random.choice((person, person, person, "bo,mara", "*")),
                options=random.choice(("", "", 'namespaces="okrs"', 'valid-before="20261013"', 'namespaces="git"')),
            )
            for key, person in zip(self.keys, ("bo", "mara"), strict=True)
        ]
        return "".join(random.sample(lines, random.choice((0, 2, 2, 2))))


def terms(target: int) -> dict[str, object]:
    """Terms that a key result may have."""
    measure = {"type": "metric", "baseline": 0, "target": target, "unit": "posts"}
    return {"owner": "bo", "commitment": "committed", "measure": measure, "due": "2026-12-31"}


def agreement(random: Random, signers: Signers, cycle: str) -> str:
    """An agreement that may be signed."""
    team, target = random.choice(("content", "site", "web")), random.choice((1, 2))
    fitting = signers.signatures[
        cycle if cycle in CYCLES else "2026-Q4", "content" if team == "content" else "web", target
    ]
    signed = random.choice((*fitting, *fitting, *signers.signatures["2026-Q4", "web", 1], "nonsense\n", ""))
    signature = f"    signature: |\n{textwrap.indent(signed, '      ')}" if signed else ""
    head = f"by: {random.choice(('bo', 'bo', 'mara'))}\ndate: 2026-10-{random.randint(12, 14)}\n"
    quoted = json.dumps(terms(target))
    return f"{head}key_results:\n  {team}/one/first:\n    as: owner\n    terms: {quoted}\n{signature}"


def record(random: Random, kind: str) -> str:
    """A record of one key result, which may not be there."""
    ref = f"{random.choice(('content', 'site', 'web', 'company'))}/{random.choice(('one', 'two', 'old'))}/first"
    entry = {
        "check-ins": "{value: 1, confidence: 0.7}",
        "grades": random.choice(("{dropped: true, because: Not now}", "{score: 1, decision: keep, because: Done}")),
    }[kind]
    by, corrects = random.choice(("bo", "mara")), "corrects: 2026-10-12-bo\n" if random.random() < 0.2 else ""
    head = f"by: {by}\ndate: 2026-10-{random.randint(12, 14)}\n{corrects}"
    sections = [f"key_results:\n  {ref}: {entry}\n"]
    if kind == "check-ins" and random.random() < 0.3:
        said = random.choice(("{note: It grows.}", "{help: Two days.}", "{value: 1}"))
        sections.append(f"objectives:\n  {ref.rpartition('/')[0]}: {said}\n")
    return head + "".join(sections[-random.randint(1, 2) :])


class World:
    """A repository on which things happen."""

    def __init__(self, root: Path, seed: int, signers: Signers) -> None:
        self.random = Random(seed)
        self.signers = signers
        self.root = root
        self.day = TODAY
        make(root, {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG})
        self.list_signers()
        paths = list(self.paths())
        self.random.shuffle(paths)
        for path in paths:
            if self.random.random() < 0.6:
                make(root, {path: self.content(path)})
        commit(root, "begin")
        git(root, "branch", "other")

    @staticmethod
    def paths() -> Iterator[str]:
        """Everywhere something may be written."""
        for cycle in (*CYCLES, *MORE_CYCLES):
            for team in ("company", "content", "web", "site"):
                yield from (f"okrs/{cycle}/{team}/{slug}.yaml" for slug in ("one", "two", "three"))
            for kind in ("check-ins", "grades", "agreements"):
                yield from (f"okrs/{cycle}/{kind}/2026-10-12-bo{rest}.yaml" for rest in ("", ".2"))
        yield from (f"okrs/backlog/{team}/{slug}.yaml" for team in ("content", "site") for slug in ("one", "two"))

    def content(self, path: str) -> str:
        """Something to write there."""
        _, cycle, folder, _ = path.split("/")
        if folder == "agreements":
            return agreement(self.random, self.signers, cycle)
        return record(self.random, folder) if folder in ("check-ins", "grades") else objective(self.random, cycle)

    def step(self) -> str:
        """One thing happens; returns its name."""
        happens: Callable[[], None] = self.random.choice(
            (self.edit, self.edit, self.edit, self.add, self.add, self.remove, self.rename, self.policy, self.people,
             self.list_signers, self.switch, self.save, self.another_day, self.touch, self.attributes, self.ignore,
             self.damage, self.link)
        )  # fmt: skip
        happens()
        time.sleep(SETTLED)
        return happens.__name__

    def _files(self) -> list[Path]:
        return sorted(path for path in (self.root / "okrs").rglob("*.yaml") if path.parent.name != "okrs")

    def edit(self) -> None:
        path = self.random.choice(self._files())
        make(self.root, {path.relative_to(self.root).as_posix(): self.content(path.relative_to(self.root).as_posix())})

    def add(self) -> None:
        path = self.random.choice(list(self.paths()))
        make(self.root, {path: self.content(path)})

    def remove(self) -> None:
        self.random.choice(self._files()).unlink()

    def rename(self) -> None:
        path = self.random.choice(self._files())
        target = self.root / self.random.choice(
            [
                candidate
                for candidate in self.paths()
                if candidate.count("/") == path.as_posix().count("/") - self.root.as_posix().count("/") - 1
            ]
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)

    def policy(self) -> None:
        days = self.random.choice(("2026-09-07, until: 2026-10-16", "2026-10-05, until: 2026-11-13"))
        cycles = f"cycles: {{2026-C5: {{from: {days}}}}}\n"
        more = self.random.choice(
            ("", "fiscal_year_start: july\n", "lint: {ignore: [KR002]}\n", "lint: [\n", cycles, cycles, cycles)
        )
        make(self.root, {"okrs/config.yaml": CONFIG + more})

    def people(self) -> None:
        left = self.random.choice(("", ", left: 2026-11-10"))
        make(self.root, {"okrs/people.yaml": PEOPLE.replace("Bo Lindqvist", f"Bo Lindqvist{left}")})

    def list_signers(self) -> None:
        make(self.root, {"okrs/allowed_signers": self.signers.listed(self.random)})

    def switch(self) -> None:
        self.save()
        git(self.root, "checkout", "-q", self.random.choice(("main", "other")))

    def save(self) -> None:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "--allow-empty", "-m", "save")

    def another_day(self) -> None:
        self.day = self.random.choice((TODAY, "2026-11-09", "2027-01-20", "2027-05-01"))

    def touch(self) -> None:
        path = self.random.choice(self._files())
        text, status = path.read_text(), path.stat()
        path.write_text(text.replace("target: 1", "target: 2").replace("value: 1", "value: 9"))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def attributes(self) -> None:
        make(self.root, {".gitattributes": self.random.choice(("* text eol=crlf\n", "*.yaml ident -diff\n", ""))})

    def ignore(self) -> None:
        where = self.random.choice((".gitignore", "okrs/2026-Q4/.gitignore", ".git/info/exclude"))
        make(self.root, {where: self.random.choice(("two.yaml\n", "grades/\n", "# nothing\n", ""))})

    def damage(self) -> None:
        for file in (self.root / ".git" / "okrs-cache").glob("*.sqlite*"):
            content = bytearray(file.read_bytes())
            for _ in range(self.random.choice((1, 20))):
                if content:
                    content[self.random.randrange(len(content))] = self.random.randrange(256)
            file.write_bytes(content if self.random.random() < 0.9 else content[: len(content) // 2])

    def link(self) -> None:
        linked = self.root.parent / f"{self.root.name}-linked"
        if not linked.exists():
            git(self.root, "worktree", "add", "-q", "--detach", str(linked), "main")
        run_okrs(linked, "lint", "--today", self.day)


@pytest.fixture(scope="module")
def signers(tmp_path_factory: pytest.TempPathFactory) -> Signers:
    return Signers(tmp_path_factory.mktemp("keys"))


def run_okrs(root: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status and output of a command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([*arguments, "--root", str(root)])
    return status, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def settles_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what is kept is also used, a moment after a change."""
    monkeypatch.setattr(stamps, "_UNSETTLED", int(SETTLED * 0.7 * 10**9))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


QUESTIONS = (
    ("lint", "--verbose"),
    ("lint", "--since", "main~0", "--verbose"),
    ("lint", "--since", "other"),
    ("lint", "--since", "other", "--head", "HEAD", "--verbose"),
    ("lint", "--since", "main~0", "--head", "other", "--verbose"),
    ("lint", "--since", "other", "--select", "ALN005,CHK001,CHK005,CHK006,FMT007", "--output-format", "github"),
    ("diff", "other"),
    ("status", "--cycle", "2026-Q4", "--output-format", "json"),
    ("report", "--check"),
)


@pytest.mark.parametrize("length", [2, *at_night(6)])
@pytest.mark.parametrize("seed", [0, *at_night(1, 2, 3, 4, 5)])
def test_a_warm_answer_is_the_cold_answer(tmp_path: Path, signers: Signers, seed: int, length: int) -> None:
    world = World(tmp_path / "root", seed, signers)
    steps: list[str] = []
    for _ in range(STEPS or length):
        steps.append(world.step())
        for question in QUESTIONS:
            command = [*question, "--today", world.day]
            cold = run_okrs(world.root, *command, "--no-cache")
            for _ in range(2):
                assert run_okrs(world.root, *command) == cold, (seed, steps, question)


OWNED = """\
title: Grow {name}
owner: mara
key_results:
  - id: first
    title: Raise {name} from 1 to 3
    owner: {owner}{manager}
    measure: {{type: metric, baseline: 1, target: 3, unit: {name}}}
"""


@pytest.mark.parametrize(
    ("now", "reported"),
    [
        ({"owner": "bo"}, 'warning[OWN009] "bo" owns 4 open key results'),
        ({"owner": "dee", "manager": "\n    manager: eva"}, 'manager of key result "first", left on'),
        ({"owner": "ana"}, '[OWN011] "ana" owns key results and has no manager'),
    ],
)
def test_whoever_owns_more_now_is_judged_with_all_that_they_own(
    tmp_path: Path, now: dict[str, str], reported: str
) -> None:
    owned = {f"okrs/2026-Q4/{team}/{slug}.yaml": (slug, owner) for team, slug, owner in OWNERS}
    files = {path: OWNED.format(name=slug, owner=owner, manager="") for path, (slug, owner) in owned.items()}
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    root = make(tmp_path / "root", {**top, **files})
    commit(root)
    command = ("lint", "--today", TODAY, "--since", "main", "--verbose")
    assert run_okrs(root, *command) == run_okrs(root, *command, "--no-cache") == (0, "", NOTHING_NEW)
    make(root, {"okrs/2026-Q4/web/four.yaml": OWNED.format(**{"name": "four", "manager": "", **now})})
    cold = run_okrs(root, *command, "--no-cache")
    assert reported in cold[1]
    assert run_okrs(root, *command) == cold


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("okrs/2026-Q4/check-ins/2026-11-09-bo.yaml", "by: bo\ndate: 2026-11-09\nkey_results:\n  one: {value: 2}\n"),
        ("okrs/2026-Q4/web/four.yaml", f"aligned_to: one\n{OWNED.format(name='four', owner='bo', manager='')}"),
    ],
)
def test_what_cannot_be_read_is_judged_with_the_goals_that_it_may_mean(tmp_path: Path, path: str, text: str) -> None:
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    goal = OWNED.format(name="one", owner="bo", manager="").replace("id: first", "id: one")
    root = make(tmp_path / "root", {**top, "okrs/2026-Q4/content/one.yaml": goal})
    commit(root)
    command = ("lint", "--today", TODAY, "--since", "main", "--verbose", "--output-format", "full")
    run_okrs(root, *command)
    make(root, {path: text})
    cold = run_okrs(root, *command, "--no-cache")
    assert "did you mean `content/one" in cold[1]
    assert run_okrs(root, *command) == cold


def test_a_former_id_under_which_it_is_graded_is_a_reason_to_read_what_else_its_owner_has(tmp_path: Path) -> None:
    files = {
        f"okrs/2026-Q4/{team}/{slug}.yaml": OWNED.format(name=slug, owner="bo", manager="") for team, slug, _ in OWNERS
    }
    four = "okrs/2026-Q4/web/four.yaml"
    files[four] = files[four].replace("    owner:", "    formerly: [old]\n    owner:")
    grade = "by: bo\ndate: 2026-10-12\nkey_results:\n  web/four/old: {dropped: true, because: It can wait.}\n"
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    root = make(tmp_path / "root", {**top, **files, "okrs/2026-Q4/grades/2026-10-12-bo.yaml": grade})
    commit(root)
    command = ("lint", "--today", TODAY, "--since", "main", "--verbose")
    assert run_okrs(root, *command)[1] == ""
    make(root, {four: files[four].replace("    formerly: [old]\n", "")})
    cold = run_okrs(root, *command, "--no-cache")
    assert '[OWN009] "bo" owns 4 open key results' in cold[1]
    assert run_okrs(root, *command) == cold


def test_a_record_of_an_affected_objective_is_about_the_one_it_means(tmp_path: Path) -> None:
    names = (*((team, slug) for team, slug, _ in OWNERS), ("web", "five"))
    owned = {
        f"okrs/2026-H2/{team}/{slug}.yaml": OWNED.format(name=slug, owner="bo", manager="") for team, slug in names
    }
    five = "okrs/2026-H2/web/five.yaml"
    files = {**owned, five: owned[five].replace("owner: bo", "owner: dee")}
    files["okrs/2026-Q4/web/four.yaml"] = OWNED.format(name="clients", owner="mara", manager="")
    grade = "by: mara\ndate: 2026-10-12\nkey_results:\n  site/four/first: {dropped: true, because: It can wait.}\n"
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    root = make(tmp_path / "root", {**top, **files, "okrs/2026-Q4/grades/2026-10-12-mara.yaml": grade})
    commit(root)
    make(root, {five: owned[five]})
    command = ("lint", "--today", TODAY, "--since", "main", "--verbose")
    cold = run_okrs(root, *command, "--no-cache")
    assert "OWN009" not in cold[1]
    assert run_okrs(root, *command) == cold


def test_whose_records_a_new_objective_takes_over_is_read(tmp_path: Path) -> None:
    files = {"okrs/2026/web/one.yaml": OWNED.format(name="visits", owner="bo", manager="")}
    said = "by: bo\ndate: 2026-10-12\nkey_results:\n  web/one/first: {value: 1}\n"
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    root = make(tmp_path / "root", {**top, **files, "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": said})
    commit(root)
    make(root, {"okrs/2026-Q4/web/one.yaml": OWNED.format(name="clients", owner="bo", manager="")})
    command = ("lint", "--today", TODAY, "--since", "main", "--verbose")
    cold = run_okrs(root, *command, "--no-cache")
    assert "FMT013" in cold[1]
    assert run_okrs(root, *command) == cold


@pytest.mark.parametrize("is_there_before", [True, False])
@pytest.mark.parametrize("aligned_to", ["", "aligned_to: 2026/web/one\n"])
def test_whoever_loses_records_to_another_or_wins_them_is_judged_with_all_of_its_own(
    tmp_path: Path, is_there_before: bool, aligned_to: str
) -> None:
    year, quarter = "okrs/2026/web/one.yaml", "okrs/2026-Q4/web/one.yaml"
    clients = aligned_to + OWNED.format(name="clients", owner="bo", manager="")
    own, moving = (
        f"by: bo\ndate: 2026-11-{day}\nkey_results:\n  {goal}/first: {{value: 2, confidence: {confidence}}}\n"
        for day, goal, confidence in ((10, "2026/web/one", 0.8), (12, "web/one", 0.2))
    )
    files = {
        year: OWNED.format(name="visits", owner="bo", manager=""),
        "okrs/2026/check-ins/2026-11-10-bo.yaml": own,
        "okrs/2026-Q4/check-ins/2026-11-12-bo.yaml": moving,
    }
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    root = make(tmp_path / "root", {**top, **files, **({quarter: clients} if is_there_before else {})})
    commit(root)
    make(root, {} if is_there_before else {quarter: clients})
    if is_there_before:
        (root / quarter).unlink()
    command = ("lint", "--today", "2026-12-05", "--since", "main", "--select", "CHK001,CHK005,CHK006,KR012")
    cold = run_okrs(root, *command, "--no-cache")
    assert ("CHK006" if is_there_before else "CHK005") in cold[1]
    assert run_okrs(root, *command) == cold


def test_a_record_that_one_about_another_goal_corrects_still_says_nothing(tmp_path: Path) -> None:
    goals = {
        f"okrs/2026-Q4/{goal}.yaml": OWNED.format(name=goal[-3:], owner="bo", manager="")
        for goal in ("web/one", "web/two")
    }
    first, corrected = "okrs/2026-Q4/check-ins/2026-11-02-bo.yaml", "okrs/2026-Q4/check-ins/2026-11-09-bo.yaml"
    records = {
        first: "by: bo\ndate: 2026-11-02\nkey_results:\n  web/one/first: {value: 2}\n",
        corrected: "by: bo\ndate: 2026-11-09\ncorrects: 2026-11-02-bo\nkey_results:\n  web/two/first: {value: 2}\n",
    }
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    root = make(tmp_path / "root", {**top, **goals, **records})
    commit(root)
    (root / "okrs/2026-Q4/web/one.yaml").unlink()
    command = ("lint", "--today", TODAY, "--since", "main", "--verbose")
    cold = run_okrs(root, *command, "--no-cache")
    assert "FMT007" not in cold[1]
    assert run_okrs(root, *command) == cold


def test_what_was_meant_is_suggested_whatever_the_same_words_mean_elsewhere(tmp_path: Path) -> None:
    """In its month the goal is there, and records of the month are many: any may be looked at first."""
    year = "okrs/2026/web/two.yaml"
    goals = {
        path: OWNED.format(name=path[5:12], owner=owner, manager="")
        for path, owner in ((year, "bo"), ("okrs/2026-Q4/web/one.yaml", "dee"), ("okrs/2026-10/web/two.yaml", "mara"))
    }
    days = {"2026-Q4": (31,), "2026-10": range(10, 31)}
    records = {
        f"okrs/{cycle}/check-ins/2026-10-{day}-bo.yaml": (
            f"by: bo\ndate: 2026-10-{day}\nkey_results:\n  web/two/first: {{value: 2}}\n"
        )
        for cycle in days
        for day in days[cycle]
    }
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, "okrs/config.yaml": CONFIG}
    root = make(tmp_path / "root", {**top, **goals, **records})
    commit(root)
    (root / year).unlink()
    command = ("lint", "--today", TODAY, "--since", "main", "--output-format", "github")
    cold = run_okrs(root, *command, "--no-cache")
    assert 'did you mean "web/one/first"' in cold[1]
    assert run_okrs(root, *command) == cold


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The paths of the files of cycles that were loaded on either side of a change."""
    paths: set[str] = set()
    load_below = incremental.load_below

    def load(top_level: TopLevel, files: FileTree, reader: Reader) -> Workspace:
        paths.update(files.entries())
        return load_below(top_level, files, reader)

    monkeypatch.setattr(incremental, "load_below", load)
    return paths


def test_of_a_change_only_the_affected_files_are_loaded(tmp_path: Path, loaded: set[str]) -> None:
    teams = [f"team-{letter}" for letter in "abcdefghijklmnopqrst"]
    files = {f"okrs/2026-Q4/{team}/one.yaml": OWNED.format(name=team, owner="bo", manager="") for team in teams}
    listed = "teams:\n" + "".join(f"  {team}: {{name: {team}, lead: mara, members: [bo]}}\n" for team in teams)
    root = make(tmp_path / "root", {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": listed, **files})
    commit(root)
    command = ("lint", "--today", TODAY, "--since", "main")
    run_okrs(root, *command)
    make(
        root, {"okrs/2026-Q4/team-c/one.yaml": files["okrs/2026-Q4/team-c/one.yaml"].replace("target: 3", "target: 4")}
    )
    assert "team-c/one.yaml" in run_okrs(root, *command)[1]
    assert loaded == {"okrs/2026-Q4/team-c/one.yaml"}


def test_of_a_goal_beside_the_changed_one_only_the_grades_are_loaded(tmp_path: Path, loaded: set[str]) -> None:
    """It is in the same team, and rules ask only whether it is open."""
    changed, beside = "okrs/2026-Q4/web/four.yaml", "okrs/2026-Q4/web/five.yaml"
    goals = {path: OWNED.format(name=Path(path).stem, owner="bo", manager="") for path in (changed, beside)}
    records = {
        f"okrs/2026-Q4/{kind}/2026-10-1{day}-bo.yaml": f"by: bo\ndate: 2026-10-1{day}\nkey_results:\n  web/{entry}\n"
        for kind, day, entry in (
            ("check-ins", 2, "four/first: {value: 1}"),
            ("check-ins", 3, "five/first: {value: 1}"),
            ("grades", 4, "five/first: {dropped: true, because: Not now}"),
        )
    }
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS}
    root = make(tmp_path / "root", {**top, **goals, **records})
    commit(root)
    command = ("lint", "--today", TODAY, "--since", "main", "--verbose")
    run_okrs(root, *command)
    make(root, {changed: goals[changed].replace("target: 3", "target: 4")})
    assert run_okrs(root, *command) == run_okrs(root, *command, "--no-cache")
    assert loaded == {changed, beside, *records} - {"okrs/2026-Q4/check-ins/2026-10-13-bo.yaml"}


def test_a_change_is_judged_anew_when_its_base_or_its_head_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrs_as_code.cache.stamps._UNSETTLED", 0)
    goal = "okrs/2026-Q4/web/four.yaml"
    top = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS}
    root = make(tmp_path, {**top, goal: OWNED.format(name="four", owner="dee", manager="")})
    commit(root)
    make(root, {goal: OWNED.format(name="four", owner="nobody", manager="")})
    git(root, "checkout", "-q", "-b", "change")
    commit(root)
    command = ("lint", "--today", TODAY, "--since", "main", "--error-on-warning")
    found = run_okrs(root, *command)
    assert "OWN003" in found[1]
    monkeypatch.setattr("okrs_as_code.lint.run.lint_change", None)
    assert run_okrs(root, *command) == found, "nothing is judged again"
    monkeypatch.undo()
    monkeypatch.setattr("okrs_as_code.cache.stamps._UNSETTLED", 0)
    git(root, "branch", "-f", "main", "change")
    assert run_okrs(root, *command)[1] == ""
    git(root, "branch", "-f", "main", "main~1")
    assert run_okrs(root, *command) == found
    git(root, "symbolic-ref", "HEAD", "refs/heads/main")
    git(root, "checkout", "-q", "--orphan", "other")
    commit(root)
    assert run_okrs(root, *command)[0] == 2, "no commit in common"


def test_a_branch_that_moves_meanwhile_leaves_no_answer_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrs_as_code.cache.stamps._UNSETTLED", 0)
    goal = "okrs/2026-Q4/web/four.yaml"
    root = make(tmp_path, {"okrs/people.yaml": PEOPLE, goal: OWNED.format(name="four", owner="dee", manager="")})
    commit(root)
    git(root, "checkout", "-q", "-b", "change")
    make(root, {goal: OWNED.format(name="four", owner="nobody", manager="")})
    commit(root)
    command = ("lint", "--today", TODAY, "--since", "main")
    judge = lint_run.lint_change

    def move_and_judge(*values: Any, **options: Any) -> Any:
        git(root, "branch", "-f", "main", "change")
        return judge(*values, **options)

    monkeypatch.setattr(lint_run, "lint_change", move_and_judge)
    run_okrs(root, *command)
    monkeypatch.setattr(lint_run, "lint_change", lambda *_, **__: LintResult((), (), 0))
    git(root, "branch", "-f", "main", "main~1")
    assert run_okrs(root, *command)[1] == "", "nothing was kept, so it is judged again"


def test_nothing_is_kept_where_settings_name_files_with_patterns(tmp_path: Path) -> None:
    patterns = tmp_path / "patterns"
    patterns.write_text("# none\n", encoding="utf-8")
    root = make(tmp_path / "root", {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS})
    commit(root)
    git(root, "config", "core.excludesFile", str(patterns))
    make(root, {"okrs/2026-Q4/web/four.yaml": OWNED.format(name="four", owner="nobody", manager="")})
    for command in (("lint", "--today", TODAY), ("lint", "--today", TODAY, "--since", "main")):
        patterns.write_text("# none\n", encoding="utf-8")
        assert "OWN003" in run_okrs(root, *command)[1]
        patterns.write_text("four.yaml\n", encoding="utf-8")
        assert run_okrs(root, *command)[1] == ""


def test_a_file_that_cannot_be_opened_is_reported(
    tmp_path: Path, signers: Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = World(tmp_path / "root", 0, signers).root
    hidden = root / "okrs/2026-Q4/web/one.yaml"
    opened = tree.read_plainly
    monkeypatch.setattr(tree, "read_plainly", lambda path, *most: None if path == hidden else opened(path, *most))
    for command in (("lint", "--today", TODAY), ("lint", "--today", TODAY, "--since", "main")):
        cold = run_okrs(root, *command, "--no-cache")
        assert "okrs/2026-Q4/web/one.yaml" in cold[1]
        assert run_okrs(root, *command) == run_okrs(root, *command) == cold


OWNERS = (("content", "one", "bo"), ("content", "two", "bo"), ("company", "three", "bo"), ("web", "four", "dee"))
NOTHING_NEW = "no findings in what changed since main\n"


def test_a_change_within_the_same_moment_is_seen(
    tmp_path: Path, signers: Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_UNSETTLED", 2 * 10**9)
    world = World(tmp_path / "root", 0, signers)
    path = world.root / "okrs/2026-Q4/web/one.yaml"
    for target in range(8):
        make(
            world.root,
            {
                "okrs/2026-Q4/web/one.yaml": objective(Random(1), "2026-Q4").replace(
                    "unit: posts", f"unit: n{target % 2}"
                )
            },
        )
        os.utime(path, ns=(10**18, 10**18))
        command = ("lint", "--today", TODAY, "--verbose")
        assert run_okrs(world.root, *command) == run_okrs(world.root, *command, "--no-cache")


def test_many_at_once_say_the_same(tmp_path: Path, signers: Signers) -> None:
    root = World(tmp_path / "root", 3, signers).root
    cold = run_okrs(root, "lint", "--today", TODAY, "--no-cache")
    okrs = [str(okrs_program(tmp_path))] if os.name == "posix" else [sys.executable, "-m", "okrs_as_code.cli.main"]
    command = [*okrs, "lint", "--today", TODAY, "--root", str(root)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == cold


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_an_answer_stands_on_the_ssh_keygen_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, programs = Key.make(tmp_path / "keys", "bo"), tmp_path / "bin"
    programs.mkdir()
    goal, quoted = "company/organic-pipeline/pillar-posts", terms(3)
    signature = textwrap.indent(key.signature(goal, "owner", quoted), "      ")
    record = f"by: bo\ndate: 2026-10-12\nkey_results:\n  {goal}:\n    as: owner\n    terms: {json.dumps(quoted)}\n"
    files = {
        "okrs/config.yaml": f"repository: {REPOSITORY}\n",
        "okrs/allowed_signers": key.line("bo"),
        "okrs/2026-Q4/agreements/2026-10-12-bo.1.yaml": f"{record}    signature: |\n{signature}",
    }
    root = make(make(tmp_path / "root"), files)
    commit(root)
    command = ("report", "--check", "--today", TODAY)
    (programs / "git").symlink_to(shutil.which("git") or "")
    time.sleep(SETTLED)
    with_it = run_okrs(root, *command)
    assert "checked" not in with_it[2]
    path = os.environ["PATH"]
    for _ in range(2):
        monkeypatch.setenv("PATH", str(programs))
        assert "1 signature could not be checked" in run_okrs(root, *command)[2]
        monkeypatch.setenv("PATH", path)
        assert run_okrs(root, *command) == with_it


def test_what_cannot_be_kept_is_not(tmp_path: Path, signers: Signers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = World(tmp_path / "root", 4, signers).root
    cold = run_okrs(root, "lint", "--today", TODAY, "--no-cache")
    (root / ".git" / "okrs-cache").write_text("in the way")
    assert run_okrs(root, "lint", "--today", TODAY) == cold
    assert run_okrs(root, "lint", "--today", TODAY) == cold
