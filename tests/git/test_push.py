"""A record is pushed on a branch of its own; working tree, index and branch stay as they are."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.cli.record_sharing import share_records
from okrs_as_code.errors import OkrsError
from okrs_as_code.git.client import Git
from okrs_as_code.git.push import BranchPusher, ProposedFile
from okrs_as_code.records.record_file import content_digest
from okrs_as_code.records.record_text import NewRecord
from tests.cli.organisation import CHECK_INS, DAY, GOAL, files, organisation
from tests.repositories import commit, git, make, record_file, without_digests

POSTS = f"{GOAL}/pillar-posts"
DIGEST = content_digest(f"by: bo\ndate: 2026-11-16\nkey_results:\n  {POSTS}:\n    value: 2\n")
BRANCH, FILE = f"check-in/2026-11-16-bo.{DIGEST}", f"{CHECK_INS}/2026-11-16-bo.{DIGEST}.yaml"
PUSH = ("check-in", POSTS, "--value", "2", "--push", *DAY)
UNDERSTOOD = f"{POSTS}: 2 posts, 67 %, confidence 0.7: on-track"


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", "hub.git"], cwd=tmp_path, check=True)
    return tmp_path / "hub.git"


@pytest.fixture
def root(tmp_path: Path, remote: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = organisation(tmp_path / "work")
    commit(root, "start")
    git(root, "config", "user.email", "bo@example.com")
    git(root, "config", "user.name", "Bo Lindqvist")
    git(root, "remote", "add", "origin", str(remote))
    git(root, "push", "-q", "-u", "origin", "main")
    monkeypatch.chdir(root)
    return root


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def state(root: Path) -> tuple[object, ...]:
    """All that a push must not touch."""
    return files(root), (root / ".git/index").read_bytes(), (root / ".git/HEAD").read_text(), git(root, "branch", "-v")


def branches(remote: Path) -> list[str]:
    return git(remote, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()


def test_one_commit_with_one_file_and_nothing_here_is_touched(
    root: Path, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "checkout", "-q", "-b", "something-else")
    make(root, {"okrs/notes.md": "half-written", "staged.txt": "staged"})
    git(root, "add", "staged.txt")
    (root / "okrs/teams.yaml").write_text("half-written", encoding="utf-8")
    git(root, "checkout", "-q", "--", "okrs/teams.yaml")
    before = state(root)
    status, out, err = run_okrs(capsys, *PUSH)
    assert (status, err) == (0, "by git's user.email, bo@example.com, you are bo\n")
    assert out == (
        f"{UNDERSTOOD}\n"
        f"pushed {BRANCH} to origin: it adds {FILE} to main\n"
        "next: open a pull request for it on your forge\n"
        "`okrs status` and the pages show it once that is merged\n"
    )
    assert state(root) == before
    assert branches(remote) == [BRANCH, "main"]
    shown = git(remote, "show", "--format=%an <%ae>%n%s%n%b%P", "--name-status", BRANCH)
    assert shown == (
        f"Bo Lindqvist <bo@example.com>\nCheck in: bo, 2026-11-16\n{POSTS}\n"
        f"{git(remote, 'rev-parse', 'main')}\nA\t{FILE}\n"
    )
    text = git(remote, "show", f"{BRANCH}:{FILE}")
    assert text.endswith(f"key_results:\n  {POSTS}:\n    value: 2\n")


def test_the_name_is_free_on_the_base_and_on_the_branches(
    root: Path, remote: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(remote), "other")
    make(
        other,
        {f"{CHECK_INS}/2026-11-16-bo.yaml": f"by: bo\ndate: 2026-11-16\nkey_results: {{{POSTS}: {{value: 1}}}}\n"},
    )
    commit(other, "elsewhere")
    git(other, "push", "-q", "origin", "HEAD:main")
    make(root, {f"{CHECK_INS}/2026-11-16-bo.9.yaml": "only here, so it does not count"})
    for number in (2, 3):
        out = run_okrs(capsys, *PUSH)[1]
        assert f"it adds {CHECK_INS}/2026-11-16-bo.{number}.{DIGEST}.yaml to main" in out
    assert branches(remote) == [f"check-in/2026-11-16-bo.{number}.{DIGEST}" for number in (2, 3)] + ["main"]
    for branch in branches(remote)[:2]:
        git(other, "fetch", "-q", "origin", branch)
        git(other, "merge", "-q", "-m", "Merge", "FETCH_HEAD")
    assert f"bo.3.{DIGEST}.yaml" in git(other, "ls-files")


def test_a_branch_below_a_name_takes_it(root: Path, remote: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(remote, "branch", "check-in/2026-11-16-bo/draft", "main")
    assert f"pushed check-in/2026-11-16-bo.2.{DIGEST} to origin" in run_okrs(capsys, *PUSH)[1]


def test_somebody_who_was_quicker_is_not_overwritten(root: Path, remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Git.containing(root)
    assert repository is not None
    proposer = BranchPusher(repository, "")
    first = proposer.base("check-in")
    git(remote, "branch", "check-in/2026-11-16-bo", "main")
    looks = iter([first])
    look = proposer.base
    monkeypatch.setattr(proposer, "base", lambda branches: next(looks, None) or look(branches))
    file = ProposedFile(
        "check-in",
        CHECK_INS,
        "x: 1\n",
        "x",
        free_name=lambda taken: "2026-11-16-bo.2" if "2026-11-16-bo" in taken else "2026-11-16-bo",
    )
    pushed = proposer.push(file, lambda base: None)
    assert pushed.branch == "check-in/2026-11-16-bo.2"
    assert git(remote, "rev-parse", "check-in/2026-11-16-bo") == git(remote, "rev-parse", "main")


@pytest.mark.parametrize(
    ("repository", "link", "noun"),
    [
        ("https://github.com/example/okrs", f"compare/main...{BRANCH}?expand=1", "pull request"),
        ("https://gitlab.com/example/okrs", "-/merge_requests/new?merge_request%5Bsource_branch%5D=", "merge request"),
        ("https://codeberg.org/example/okrs", f"compare/main...{BRANCH}\n", "pull request"),
    ],
)
def test_the_link_opens_the_pull_request(
    root: Path, capsys: pytest.CaptureFixture[str], repository: str, link: str, noun: str
) -> None:
    make(root, {"okrs/config.yaml": f"repository: {repository}\n"})
    assert f"open its {noun}: {repository}/{link}" in run_okrs(capsys, *PUSH)[1]


def test_where_the_forge_is_not_known_its_own_link_is_shown(
    root: Path, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = "https://code.example.com/a/okrs/-/merge_requests/new?merge_request%5Bsource_branch%5D=x"
    hook = remote / "hooks/post-receive"
    hook.write_text(f"#!/bin/sh\necho 'To create a merge request, visit:' >&2\necho '  {link}' >&2\n", encoding="utf-8")
    hook.chmod(0o755)
    assert f"open its merge request: {link}\n" in run_okrs(capsys, *PUSH)[1]


def test_the_default_branch_has_any_name_and_the_root_any_place(
    tmp_path: Path, remote: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(remote, "symbolic-ref", "HEAD", "refs/heads/trunk")
    organisation(tmp_path / "work/goals")
    commit(tmp_path / "work")
    git(tmp_path / "work", "remote", "add", "hub", str(remote))
    git(tmp_path / "work", "push", "-q", "hub", "main:trunk")
    git(tmp_path / "work", "config", "user.name", "Bo")
    git(tmp_path / "work", "config", "user.email", "bo@example.com")
    monkeypatch.chdir(tmp_path / "work/goals/okrs")
    assert "to hub: it adds" in run_okrs(capsys, *PUSH)[1]
    listed = git(remote, "ls-tree", "-r", "--name-only", BRANCH)
    assert f"goals/{FILE}" in listed.splitlines()


def test_a_partial_clone_fetches_what_the_push_needs(
    root: Path, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(remote, "config", "uploadpack.allowFilter", "true")
    git(remote, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{remote}", "partial")
    git(tmp_path / "partial", "config", "user.name", "Bo")
    git(tmp_path / "partial", "config", "user.email", "bo@example.com")
    make(root, {"okrs/2026-Q4/content/second.yaml": "title: Another\nowner: mara\nkey_results: []\n"})
    commit(root)
    git(root, "push", "-q", "origin", "main")
    monkeypatch.chdir(tmp_path / "partial")
    for number in ("", ".2"):
        assert f"it adds {CHECK_INS}/2026-11-16-bo{number}.{DIGEST}.yaml to main" in run_okrs(capsys, *PUSH)[1]


HOOKS = ("pre-push", "reference-transaction", "pre-commit", "post-index-change", "commit-msg", "post-merge")


@pytest.mark.parametrize("kind", ["files", "a folder elsewhere", "commands", "commands of the user", "monitor"])
def test_no_hook_and_no_monitor_runs(
    root: Path,
    remote: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", str(remote), str(other)], check=True)
    commit(make(other, {"README.md": "so that something has to be fetched"}))
    git(other, "push", "-q", "origin", "HEAD:main")
    mark = f"pwd >> '{tmp_path}/ran'"
    folder = root / (".git/hooks" if kind == "files" else "hooks")
    make(folder, dict.fromkeys(HOOKS, f"#!/bin/sh\n{mark}\n"))
    for hook in HOOKS:
        (folder / hook).chmod(0o755)
    if kind == "a folder elsewhere":
        git(root, "config", "core.hooksPath", "hooks")
    elif kind.startswith("commands"):
        # since git 2.54; a name may have a sign that ends one on the command line
        entries = "".join(f'[hook "{hook}=x y"]\n\tevent = {hook}\n\tcommand = "{mark}"\n' for hook in HOOKS)
        config = root / ".git/config" if kind == "commands" else tmp_path / "user"
        with config.open("a", encoding="utf-8") as stream:
            stream.write(entries)
        if kind != "commands":
            monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    elif kind == "monitor":
        git(root, "config", "core.fsmonitor", str(folder / "pre-push"))
    assert run_okrs(capsys, *PUSH)[0] == 0
    ran = (tmp_path / "ran").read_text(encoding="utf-8").split() if (tmp_path / "ran").exists() else []
    assert set(ran) <= {str(remote)}, "what runs where the remote is, is the remote's"


def test_a_hook_of_another_repository_does_not_lead_the_push_there(
    root: Path, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make(tmp_path / "other", {"x": "x"})
    commit(other)
    for name, value in {"GIT_DIR": other / ".git", "GIT_WORK_TREE": other, "GIT_INDEX_FILE": other / "x"}.items():
        monkeypatch.setenv(name, str(value))
    assert run_okrs(capsys, *PUSH)[0] == 0
    monkeypatch.undo()
    assert BRANCH in branches(remote)


def test_a_file_in_the_way_of_the_folder_is_reported(
    root: Path, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "checkout", "-q", "-b", "other")
    git(root, "rm", "-q", "-r", CHECK_INS)
    make(root, {CHECK_INS: "a file"})
    commit(root)
    git(root, "push", "-q", "origin", "HEAD:main")
    git(root, "checkout", "-q", "main")
    status, out, err = run_okrs(capsys, *PUSH)
    assert (status, kept(out)) == (2, True)
    assert "it could not be pushed: check-ins is no folder on the default branch" in err


def kept(out: str) -> bool:
    written = f"wrote {CHECK_INS}/2026-11-16-bo.yaml\n\nto share it:\n  git switch -c check-in/2026-11-16-bo\n"
    return without_digests(out).partition("\n")[2].startswith(written)


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        ("gone", "it could not be pushed: git ls-remote failed: fatal: "),
        (
            "hook",
            "it could not be pushed: origin did not take the branch: [remote rejected] (pre-receive hook declined)",
        ),
        ("empty", "it could not be pushed: origin has no default branch to build upon"),
        ("nobody", "it could not be pushed: git does not know in whose name to commit"),
        (
            "branch",
            "it could not be pushed: origin has a branch called check-in, so that none can be called check-in/…",
        ),
        ("unmerged", f"it could not be pushed: main of origin has no key result `{GOAL}/new` yet"),
    ],
)
def test_where_the_push_fails_the_record_is_kept_here(
    root: Path, remote: Path, capsys: pytest.CaptureFixture[str], trouble: str, message: str
) -> None:
    arguments = list(PUSH)
    if trouble == "gone":
        remote.rename(remote.with_name("away.git"))
    elif trouble == "hook":
        (remote / "hooks/pre-receive").write_text("#!/bin/sh\necho 'not on a Friday' >&2\nexit 1\n", encoding="utf-8")
        (remote / "hooks/pre-receive").chmod(0o755)
    elif trouble == "empty":
        git(remote, "symbolic-ref", "HEAD", "refs/heads/none")
    elif trouble == "branch":
        git(remote, "branch", "check-in", "main")
    elif trouble == "nobody":
        git(root, "config", "user.useConfigOnly", "true")
        git(root, "config", "--unset", "user.name")
    else:
        goal = (root / "okrs/2026-Q4/content/organic-pipeline.yaml").read_text(encoding="utf-8")
        make(root, {"okrs/2026-Q4/content/organic-pipeline.yaml": goal.replace("id: pillar-posts", "id: new")})
        arguments[1] = f"{GOAL}/new"
    before = state(root)[1:]
    status, out, err = run_okrs(capsys, *arguments)
    assert status == 2
    assert kept(out)
    assert message in err
    path = record_file(root / CHECK_INS, "2026-11-16-bo").relative_to(root).as_posix()
    assert f"it is kept in {path}" in err
    assert state(root)[1:] == before
    assert BRANCH not in (branches(remote) if remote.exists() else [])


def test_without_git_or_a_remote_it_is_kept_here(
    tmp_path: Path, remote: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = organisation(tmp_path / "plain")
    monkeypatch.chdir(root)
    status, out, err = run_okrs(capsys, *PUSH, "--by", "bo")
    assert (status, out) == (2, f"{UNDERSTOOD}\nwrote {FILE}\n")
    assert "is not in a git repository" in err
    commit(root)
    status, out, err = run_okrs(capsys, *PUSH, "--by", "bo")
    assert (status, out.splitlines()[1]) == (2, f"wrote {CHECK_INS}/2026-11-16-bo.2.{DIGEST}.yaml")
    assert "there is no remote to push to" in err


def test_the_mode_of_what_else_is_there_stays(root: Path, remote: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"run.sh": "x", "zeta/ö x": "x", "okrs/2026-Q4.md": "x"})
    (root / "run.sh").chmod(0o755)
    (root / "link").symlink_to("run.sh")
    commit(root)
    git(root, "push", "-q", "origin", "HEAD:main")
    assert run_okrs(capsys, *PUSH)[0] == 0
    changed = git(remote, "diff-tree", "-r", "--name-status", "main", BRANCH).splitlines()
    assert changed == [f"A\t{FILE}"]
    git(remote, "fsck", "--strict")


def test_whoever_stops_waiting_loses_nothing(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "push_record", hangs)
    status, out, err = run_okrs(capsys, *PUSH)
    assert (status, err.splitlines()[-1]) == (130, "interrupted")
    assert kept(out)
    records = [
        NewRecord("grades", cycle, "bo", date(2026, 12, 30), {POSTS: {"score": 1}}) for cycle in ("2026-Q4", "2026")
    ]
    with pytest.raises(KeyboardInterrupt):
        share_records(api.open_repository(root), records, push=True)
    assert [record_file(root / f"okrs/{cycle}/grades", "2026-12-30-bo").is_file() for cycle in ("2026-Q4", "2026")] == [
        True
    ] * 2


def test_a_password_in_an_address_is_not_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(root, "remote", "set-url", "origin", "https://bo:secret@127.0.0.1:1/okrs.git")
    status, _, err = run_okrs(capsys, *PUSH)
    assert status == 2
    assert "127.0.0.1" in err
    assert "secret" not in err


def test_several_remotes_and_none_is_origin(root: Path) -> None:
    git(root, "remote", "rename", "origin", "one")
    git(root, "remote", "add", "two", "x")
    repository = Git.containing(root)
    assert repository is not None
    with pytest.raises(OkrsError, match="2 remotes and none is called origin"):
        BranchPusher(repository, "")
