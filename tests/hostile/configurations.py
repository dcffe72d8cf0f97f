"""Hostile configurations of a repository, each with a plain command that falls for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.repository import OBJECTIVE, configure
from tests.repositories import git, make

HOOKS = ("post-index-change", "reference-transaction", "pre-commit", "post-checkout", "pre-push", "commit-msg")
ABSENT = "1" * 40


@dataclass(frozen=True)
class Hostile:
    """`prepare` makes a repository hostile; its argument is the path of the trap, a program that leaves a mark.

    `falls` is a shell command that runs the trap, or prints something else than it prints without.
    """

    name: str
    prepare: Callable[[Path, str], None]
    falls: str
    folder: str = ""
    """Where commands are started, from the root."""
    terminal: bool = False
    """Whether only somebody at a terminal falls for it."""
    since: tuple[int, int] = (2, 0)
    """The first git that knows of it."""


def _filled(texts: Mapping[str, str], root: Path, trap: str) -> dict[str, str]:
    return {key: text.replace("{trap}", trap).replace("{root}", str(root)) for key, text in texts.items()}


def _setting(settings: Mapping[str, str], files: Mapping[str, str] | None = None) -> Callable[[Path, str], None]:
    def prepare(root: Path, trap: str) -> None:
        make(root, _filled(files or {}, root, trap))
        configure(root, _filled(settings, root, trap))

    return prepare


def _attributes(attribute: str, settings: Mapping[str, str]) -> Callable[[Path, str], None]:
    """Attributes of all files, as the working tree has them, and as git's own folder does."""
    line = f"* {attribute}\n"
    return _setting(settings, {".gitattributes": line, ".git/info/attributes": line, "okrs/.gitattributes": line})


def _hooks(where: str, settings: Mapping[str, str] | None = None) -> Callable[[Path, str], None]:
    def prepare(root: Path, trap: str) -> None:
        for hook in HOOKS:
            make(root, {f"{where}/{hook}": f"#!/bin/sh\n'{trap}'\n"})
            (root / where / hook).chmod(0o755)
        configure(root, settings or {})

    return prepare


def _promised(url: str, settings: Mapping[str, str] | None = None) -> Callable[[Path, str], None]:
    """A clone that lacks an object, and would fetch it in its own way from whoever promised to have it."""

    def prepare(root: Path, trap: str) -> None:
        blob = git(root, "rev-parse", "base:README.md").strip()
        (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
        promise = {
            "core.repositoryFormatVersion": "1",
            "extensions.partialClone": "promised",
            "remote.promised.promisor": "true",
            "remote.promised.url": url,
            **(settings or {}),
        }
        configure(root, _filled(promise, root, trap))

    return prepare


def _replaced(root: Path, trap: str) -> None:
    git(root, "replace", "base", "HEAD")
    git(root, "replace", "HEAD:README.md", f"HEAD:{OBJECTIVE}")
    configure(root, {"core.useReplaceRefs": "true"})


def _grafts(root: Path, trap: str) -> None:
    make(root, {".git/info/grafts": git(root, "rev-parse", "HEAD")})


def _elsewhere(root: Path, trap: str) -> None:
    folder = root.parent / f"{root.name}-elsewhere"
    (root / ".git").rename(folder)
    make(root, {".git": f"gitdir: ../{folder.name}\n"})
    git(root, "config", "core.fsmonitor", trap)


def _bare_inside(root: Path, trap: str) -> None:
    git(root, "init", "-q", "--bare", "--template=", "okrs/.inside")
    config = f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {trap}\n"
    make(root, {"okrs/.inside/config": config, "okrs/.inside/index": (root / ".git/index").read_bytes()})


def _flags(root: Path, trap: str) -> None:
    git(root, "update-index", "--skip-worktree", OBJECTIVE)
    git(root, "update-index", "--assume-unchanged", "README.md")


def _commands(*names: str) -> dict[str, str]:
    return {f"alias.{name}": "!{trap}" for name in names}


def _configured_hooks() -> dict[str, str]:
    settings = {f"hook.{hook}=x.event": hook for hook in HOOKS}
    return settings | {f"hook.{hook}=x.command": "{trap}" for hook in HOOKS}


_FSMONITOR = "[core]\n\tfsmonitor = {trap}\n"
_WORKTREE_CONFIG = {"core.repositoryFormatVersion": "1", "extensions.worktreeConfig": "true"}
_SIGNED = {"log.showSignature": "true", "gpg.program": "{trap}"}
_SIGNED_BY_SSH = {"log.showSignature": "true", "gpg.ssh.program": "{trap}", "gpg.ssh.allowedSignersFile": ".signers"}
_SIGNING = {"gpg.format": "ssh", "gpg.ssh.defaultKeyCommand": "{trap}", "commit.gpgSign": "true"}
_MERGE = "git stash -q; git checkout -q -b x base; echo x > README.md; git commit -q -a -m x; git merge main"
_LOOKS = {
    "color.ui": "always",
    "column.ui": "always",
    "core.abbrev": "4",
    "core.quotePath": "true",
    "log.abbrevCommit": "true",
    "log.date": "relative",
    "log.decorate": "full",
}

RUN = (
    Hostile("fsmonitor", _setting({"core.fsmonitor": "{trap}"}), "git status"),
    Hostile("hooks", _hooks(".git/hooks"), "git checkout -q -b other"),
    Hostile("hooks-path", _hooks("hooks", {"core.hooksPath": "hooks"}), "git checkout -q -b other"),
    Hostile("configured-hooks", _setting(_configured_hooks()), "git checkout -q -b other", since=(2, 54)),
    Hostile("ssh-command", _promised("ssh://127.0.0.1/x", {"core.sshCommand": "{trap}"}), f"git cat-file -e {ABSENT}"),
    Hostile("ext-remote", _promised("ext::{trap} %S", {"protocol.ext.allow": "always"}), f"git cat-file -e {ABSENT}"),
    Hostile("upload-pack", _promised("file:///x", {"remote.promised.uploadpack": "{trap}"}), "git log -p --all"),
    Hostile("git-proxy", _promised("git://127.0.0.1/x", {"core.gitProxy": "{trap}"}), "git diff base -- README.md"),
    Hostile("pager", _setting({"core.pager": "{trap}", "pager.log": "{trap}"}), "git log", terminal=True),
    Hostile("editor", _setting({"core.editor": "{trap}", "sequence.editor": "{trap}"}), "git commit --amend"),
    Hostile("external-diff", _setting({"diff.external": "{trap}"}), "git diff"),
    Hostile("diff-command", _attributes("diff=x", {"diff.x.command": "{trap}"}), "git diff"),
    Hostile("textconv", _attributes("diff=x", {"diff.x.textconv": "{trap}"}), "git log -p"),
    Hostile("clean", _attributes("filter=x", {"filter.x.clean": "{trap}"}), "git diff"),
    Hostile("smudge", _attributes("filter=x", {"filter.x.smudge": "{trap}"}), "git checkout -f base -- README.md"),
    Hostile("filter-process", _attributes("filter=x", {"filter.x.process": "{trap}"}), "git status"),
    Hostile("merge-driver", _attributes("merge=x", {"merge.x.driver": "{trap}"}), _MERGE),
    Hostile(
        "attributes-file",
        _setting({"core.attributesFile": ".attributes", "filter.x.clean": "{trap}"}, {".attributes": "* filter=x\n"}),
        "git diff",
    ),
    Hostile("gpg", _setting(_SIGNED), "git log"),
    Hostile("gpg-ssh", _setting(_SIGNED_BY_SSH, {".signers": "* ssh-ed25519 AAAA\n"}), "git log"),
    Hostile("ssh-key", _setting(_SIGNING), "git commit -q -a -m x"),
    Hostile("alias", _setting(_commands("st", "log", "ls-tree", "ls-files", "rev-parse", "cat-file")), "git st"),
    Hostile("include", _setting({"include.path": "../.included"}, {".included": _FSMONITOR}), "git status"),
    Hostile("include-if", _setting({"includeIf.gitdir:**.path": "../.i"}, {".i": _FSMONITOR}), "git status"),
    Hostile("worktree-config", _setting(_WORKTREE_CONFIG, {".git/config.worktree": _FSMONITOR}), "git status"),
    Hostile(
        "alternate-refs",
        _setting(
            {"core.alternateRefsCommand": "{trap}"}, {".git/objects/info/alternates": "{root}/vendor/.git/objects"}
        ),
        "git fetch -q vendor",
    ),
    Hostile("trailer", _setting({"trailer.x.command": "{trap}"}), "echo x | git interpret-trailers"),
    Hostile(
        "diff-filter",
        _setting({"interactive.diffFilter": "{trap}", "color.ui": "always"}),
        "yes q | git add -p",
        terminal=True,
    ),
    Hostile("difftool", _setting({"diff.tool": "x", "difftool.x.cmd": "{trap}"}), "git difftool -y"),
    Hostile("submodule", _setting({}, {"vendor/.git/config": _FSMONITOR}), "git status"),
    Hostile(
        "submodule-update",
        _setting({"submodule.vendor.update": "!{trap}", "submodule.vendor.url": "../vendor"}),
        "git -C vendor commit -q --allow-empty -m x; git submodule update --force vendor",
    ),
    Hostile("work-tree", _setting({"core.worktree": "../vendor", "core.fsmonitor": "{trap}"}), "git status"),
    Hostile("git-file", _elsewhere, "git status"),
    Hostile("bare-inside", _bare_inside, "git status", folder="okrs/.inside"),
)
"""The configurations that want to run a program."""
ANSWER = (
    Hostile("replaced", _replaced, "git log --format=%H"),
    Hostile("grafts", _grafts, "git log --format=%H"),
    Hostile("index-flags", _flags, "git diff --stat"),
    Hostile(
        "excludes",
        _setting({"core.excludesFile": ".none"}, {".none": "people.yaml\n", ".git/info/exclude": "teams.yaml\n"}),
        "git ls-files --ignored --cached --exclude-standard",
    ),
    Hostile(
        "mailmap",
        _setting(
            {"mailmap.file": ".mail"}, {".mail": "X <x@x> <bo@example.com>\n", ".mailmap": "Y <bo@example.com>\n"}
        ),
        "git log --format=%aN%aE",
    ),
    Hostile("order", _setting({"diff.orderFile": ".order"}, {".order": "okrs/t*\n"}), "git log --raw"),
    Hostile("no-such-order", _setting({"diff.orderFile": "/nowhere"}), "git diff"),
    Hostile("no-root", _setting({"log.showRoot": "false"}), "git log --raw"),
    Hostile("renames", _setting({"diff.renames": "false"}), "git log --name-status"),
    Hostile("follow", _setting({"log.follow": "true"}), "git log --format=%H --raw okrs/guide.md"),
    Hostile("merges", _setting({"log.diffMerges": "off"}), "git log -m --raw --first-parent"),
    Hostile("encoding", _setting({"i18n.logOutputEncoding": "UTF-16"}), "git log --format=%an"),
    Hostile("submodules-ignored", _setting({"diff.ignoreSubmodules": "all"}), "git log --raw"),
    Hostile("looks", _setting(_LOOKS), "git log"),
)
"""The configurations that want another answer."""
CONFIGURATIONS = (*RUN, *ANSWER)
_EVERY_DAY = {
    "fsmonitor", "hooks-path", "ssh-command", "external-diff", "textconv", "filter-process", "gpg", "alias",
    "worktree-config", "submodule", "work-tree", "bare-inside", "replaced", "index-flags", "renames", "looks",
}  # fmt: skip
EVERY_DAY = [hostile for hostile in CONFIGURATIONS if hostile.name in _EVERY_DAY]
"""One for each way in."""
SIMILAR = [hostile for hostile in CONFIGURATIONS if hostile.name not in _EVERY_DAY]
"""Those that take a way of one of these."""
