"""`okrs agree --sign`: a signature that counts, or one clear line and nothing written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.cli.organisation import DAY, GOAL, files
from tests.repositories import commit, git, make
from tests.ssh_keys import REPOSITORY, Key, keygen

POSTS, GUIDE, LEADS = f"{GOAL}/pillar-posts", f"{GOAL}/guide", f"{GOAL}/leads"
REFERENCES = "company/trusted/references"
AGREEMENTS = "okrs/2026-Q4/agreements"


@pytest.fixture
def bo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Key:
    """Bo's key, listed in a repository that has a name."""
    key = Key.make(tmp_path_factory.mktemp("keys"), "bo")
    make(root, {"okrs/config.yaml": f"repository: {REPOSITORY}\n", "okrs/allowed_signers": key.line("bo@example.com")})
    return key


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run([*arguments, *DAY])
    out, err = capsys.readouterr()
    return status, out, err


def sign(capsys: pytest.CaptureFixture[str], *arguments: str, by: str = "bo") -> tuple[int, str, str]:
    return run_okrs(capsys, "agree", *arguments, "--by", by, "--yes", "--sign")


def tiers(capsys: pytest.CaptureFixture[str], key_result: str) -> list[str]:
    shown = json.loads(run_okrs(capsys, "show", key_result, "--output-format", "json")[1])
    return [shown["tier"], *(agreement["tier"] for agreement in shown["agreements"])]


def test_each_key_result_is_signed_for_itself(root: Path, bo: Key, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = sign(capsys, POSTS, GUIDE, REFERENCES, "--key", str(bo.file))
    assert (status, err) == (0, "")
    assert f"Agreement by Bo Lindqvist, 16 Nov 2026\nsigned with {bo.file}\n" in out
    [record] = (root / AGREEMENTS).iterdir()
    assert record.read_text().count("    signature: |\n      -----BEGIN SSH SIGNATURE-----\n") == 2
    for key_result in (POSTS, GUIDE, REFERENCES):
        assert tiers(capsys, key_result) == ["named", "signed", "named"]
    assert cli.run(["lint", "--verbose", "--error-on-warning", *DAY, AGREEMENTS]) == 0
    assert cli.run(["fmt", "--check", AGREEMENTS]) == 0


def test_both_have_signed(root: Path, bo: Key, capsys: pytest.CaptureFixture[str]) -> None:
    mara = Key.make(bo.file.parent, "mara")
    make(root, {"okrs/allowed_signers": bo.line("bo") + mara.line("mara")})
    sign(capsys, POSTS, "--key", str(bo.file))
    assert (
        "as owner     Bo Lindqvist (bo) agreed on 16 Nov 2026 (signed)"
        in sign(capsys, POSTS, "--key", str(mara.file), by="mara")[1]
    )
    assert tiers(capsys, POSTS) == ["signed"] * 3
    [goal] = json.loads(run_okrs(capsys, "status", "--output-format", "json")[1])["objectives"]
    assert {key_result["id"].rpartition("/")[2]: key_result["tier"] for key_result in goal["key_results"]}[
        "pillar-posts"
    ] == "signed"
    assert "  1    agreed and signed\n" in run_okrs(capsys, "status")[1]
    run_okrs(capsys, "report")
    page = (root / f"status/2026-Q4/objectives/{GOAL}.md").read_text(encoding="utf-8")
    assert "as owner: agreed on 16 Nov 2026 (signed)." in page
    assert "Signed: by a key that okrs/allowed\\_signers lists for the person." in page


def test_what_was_agreed_to_without_a_signature_can_be_signed(
    root: Path, bo: Key, capsys: pytest.CaptureFixture[str]
) -> None:
    run_okrs(capsys, "agree", POSTS, "--by", "bo", "--yes", "--date", "2026-11-02")
    assert tiers(capsys, POSTS)[1] == "claimed"
    assert sign(capsys, POSTS, "--key", str(bo.file))[0] == 0
    assert tiers(capsys, POSTS)[1] == "signed"
    note = f"note: `bo` agreed to 2026-Q4/{POSTS} as owner on 2026-11-16, and its terms are what they were\n"
    assert sign(capsys, POSTS, "--key", str(bo.file)) == (0, "", note)
    assert run_okrs(capsys, "agree", POSTS, "--by", "bo", "--yes") == (0, "", note)


def test_a_later_record_takes_no_evidence_away(root: Path, bo: Key, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, "agree", POSTS, "--by", "bo", "--yes", "--date", "2026-11-02")
    [claimed] = (root / AGREEMENTS).iterdir()
    text = claimed.read_text()
    sign(capsys, POSTS, "--key", str(bo.file))
    later = text.replace("2026-11-02", "2026-11-17") + "    via: https://github.com/example/okrs/pull/41\n"
    make(root, {f"{AGREEMENTS}/2026-11-17-bo.1.yaml": later})
    shown = cli.run(["show", POSTS, "--today", "2026-11-18"])
    assert "Bo Lindqvist (bo) agreed on 16 Nov 2026\n              signed\n" in capsys.readouterr().out
    assert shown == 0


def test_git_says_which_key(root: Path, bo: Key, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    git(root, "config", "gpg.format", "ssh")
    for named in (bo.file, f"{bo.file}.pub"):
        git(root, "config", "user.signingkey", str(named))
        status, out, _ = sign(capsys, POSTS)
        assert (status, f"signed with {named}\n" in out) == (0, True)
        shutil.rmtree(root / AGREEMENTS)
    git(root, "config", "gpg.format", "openpgp")
    assert sign(capsys, POSTS)[2].startswith("error: there is no key to sign with\n")


@contextmanager
def agent(folder: Path, key: Key) -> Iterator[str]:
    """An agent that has a key, and nobody else has; the way to it."""
    way = str(folder / "agent")
    with subprocess.Popen(["ssh-agent", "-D", "-a", way], stdout=subprocess.DEVNULL) as process:
        try:
            while not Path(way).exists():
                assert process.poll() is None
            environment = {**os.environ, "SSH_AUTH_SOCK": way}
            subprocess.run(["ssh-add", "-q", str(key.file)], env=environment, check=True)
            yield way
        finally:
            process.terminate()


@pytest.mark.skipif(sys.platform == "win32", reason="its agent is a service")
def test_an_agent_signs_for_a_public_key(
    root: Path, bo: Key, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root)
    git(root, "config", "gpg.format", "ssh")
    with agent(bo.file.parent, bo) as way:
        monkeypatch.setenv("SSH_AUTH_SOCK", way)
        bo.file.unlink()
        assert sign(capsys, POSTS, "--key", f"{bo.file}.pub")[0] == 0
        git(root, "config", "user.signingkey", f"key::{bo.public} bo@example.com")
        status, out, _ = sign(capsys, GUIDE)
        assert (status, "signed with SHA256:" in out) == (0, True)
    assert tiers(capsys, GUIDE)[1] == "signed"
    before = files(root)
    status, _, err = sign(capsys, LEADS.replace("leads", "partner"), "--key", f"{bo.file}.pub")
    assert (status, files(root)) == (2, before)
    assert err.startswith("error: ssh-keygen did not sign: ")


def test_a_passphrase_that_nobody_can_type(root: Path, bo: Key, capsys: pytest.CaptureFixture[str]) -> None:
    keygen("-q", "-p", "-P", "", "-N", "open sesame", "-f", str(bo.file))
    before = files(root)
    status, _, err = sign(capsys, POSTS, "--key", str(bo.file))
    assert status == 2
    assert err.startswith("error: ssh-keygen did not sign: ")
    assert "= help: type the passphrase on a terminal, or `ssh-add` the key" in err
    assert files(root) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_passphrase_is_asked_for_once_on_the_terminal(
    root: Path, bo: Key, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.terminal import Terminal

    keygen("-q", "-p", "-P", "", "-N", "open sesame", "-f", str(bo.file))
    named = ("agree", POSTS, GUIDE, REFERENCES, "--by", "bo", "--sign", "--key", str(bo.file))
    terminal = Terminal(root, *named, "--yes", *DAY, own_python=True)
    terminal.answer("Enter passphrase", "open sesame")
    assert terminal.end() == 0
    assert terminal.output.count("Enter passphrase") == 1
    assert "open sesame" not in terminal.output
    assert tiers(capsys, REFERENCES)[1] == "signed"
    for folder in ("okrs/2026/agreements", AGREEMENTS):
        shutil.rmtree(root / folder)
    terminal = Terminal(root, *named, "--yes", *DAY)
    terminal.answer("Enter passphrase", "wrong")
    assert terminal.end() == 2
    assert "error: ssh-keygen did not sign" in terminal.output
    assert not (root / AGREEMENTS).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_walk_also_asks_about_what_is_only_claimed(root: Path, bo: Key, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.terminal import Terminal

    run_okrs(capsys, "agree", POSTS, "--by", "bo", "--yes", "--date", "2026-11-02")
    terminal = Terminal(root, "agree", "--by", "bo", "--sign", "--key", str(bo.file), *DAY)
    terminal.until(f"signed with {bo.file}")
    terminal.until("of 5  Publish three in-depth posts")
    terminal.answer("[y/n/s]", "y")
    for _ in range(4):
        terminal.answer("[y/n/s]", "s")
    assert terminal.end() == 0
    assert tiers(capsys, POSTS)[1] == "signed"
    terminal = Terminal(root, "agree", "--by", "bo", "--sign", "--key", str(bo.file), *DAY)
    terminal.until("1 of 4  ")
    terminal.interrupt()
    assert terminal.end() == 130


def test_what_is_missing_is_one_clear_line_and_nothing_is_written(
    root: Path, bo: Key, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other, named = Key.make(bo.file.parent, "other"), ("--key", str(bo.file))
    config, signers = root / "okrs/config.yaml", root / "okrs/allowed_signers"

    def refused(*arguments: str, by: str = "bo") -> str:
        before = files(root)
        status, out, err = sign(capsys, POSTS, *arguments, by=by)
        assert (status, files(root)) == (2, before), out
        first, second = err.splitlines()
        return f"{first}\n{second}"

    assert refused() == (
        "error: there is no key to sign with\n"
        "  = help: name one with `--key FILE`, such as `--key ~/.ssh/id_ed25519`, "
        "or configure git: `git config gpg.format ssh` and `git config user.signingkey FILE`"
    )
    assert refused("--key", "nowhere").startswith("error: there is no key in nowhere\n")
    for key, by in ((other, "bo"), (bo, "mara")):
        told_ = refused("--key", str(key.file), by=by)
        assert told_.startswith("error: okrs/allowed_signers does not list the key SHA256:")
        assert told_.endswith(f'so that a steward can approve it: {by} namespaces="okrs" {key.public}')
    other.file.with_name("other.pub").unlink()
    assert "does not list the key SHA256:" in refused("--key", str(other.file))
    signers.write_text(bo.line("bo", "mara"))
    assert "lists the key SHA256:" in refused(*named)
    signers.write_text(bo.line("bo", options='valid-before="20261116"'))
    assert refused(*named).endswith(
        "see `namespaces`, `valid-after` and `valid-before` in its line in okrs/allowed_signers"
    )
    signers.write_text(bo.line("bo"))
    (bo.file.parent / "text").write_text("no key\n")
    assert refused("--key", str(bo.file.parent / "text")).startswith("error: ssh-keygen did not sign: ")
    config.write_text("organization: X\n")
    assert refused(*named) == (
        "error: okrs/config.yaml does not name this repository, and a signature does\n"
        "  = help: add `repository: https://...` to it, the address on your forge"
    )
    config.write_text(f"repository: {REPOSITORY}\n")
    monkeypatch.setenv("PATH", str(bo.file.parent))
    assert refused(*named).startswith("error: ssh-keygen is not installed or not on the PATH\n")
    assert run_okrs(capsys, "agree", POSTS, "--by", "bo", "--yes", *named) == (
        2,
        "",
        "error: `--key` goes with `--sign`\n",
    )


def test_where_ssh_keygen_is_missing_a_note_says_that_nothing_was_checked(
    root: Path, bo: Key, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(capsys, POSTS, "--key", str(bo.file))
    monkeypatch.setenv("PATH", str(bo.file.parent))
    note = (
        "note: 1 signature could not be checked, so its agreement counts as claimed: "
        "ssh-keygen is not installed or not on the PATH\n"
    )
    for command in (("status",), ("show", POSTS), ("report",), ("agree", POSTS, "--by", "mara", "--yes")):
        assert note in run_okrs(capsys, *command)[2]
    assert tiers(capsys, POSTS)[1] == "claimed"


def test_a_push_needs_the_key_to_be_listed_where_it_goes(
    root: Path, bo: Key, capsys: pytest.CaptureFixture[str]
) -> None:
    signers = (root / "okrs/allowed_signers").read_text()
    (root / "okrs/allowed_signers").unlink()
    commit(root)
    git(root, "config", "user.name", "Bo Lindqvist")
    git(root, "config", "user.email", "bo@example.com")
    hub = bo.file.parent / "hub.git"
    git(root, "init", "-q", "--bare", "-b", "main", str(hub))
    git(root, "remote", "add", "origin", str(hub))
    git(root, "push", "-q", "origin", "main")
    make(root, {"okrs/allowed_signers": signers})
    status, _, err = sign(capsys, POSTS, "--key", str(bo.file), "--push")
    assert status == 2
    assert err.startswith(
        "error: it could not be pushed: okrs/allowed_signers on main of origin does not list the key SHA256:"
    )
    shutil.rmtree(root / AGREEMENTS)
    git(root, "add", "okrs")
    git(root, "commit", "-qm", "List the key of Bo")
    git(root, "push", "-q", "origin", "main")
    status, out, err = sign(capsys, POSTS, "--key", str(bo.file), "--push")
    assert (status, err) == (0, "")
    [branch] = [word for word in out.split() if word.startswith("agree/2026-11-16-bo.")]
    git(root, "fetch", "-q", "origin")
    git(root, "merge", "-q", "--squash", f"origin/{branch}")
    git(root, "commit", "-qm", "Squashed")
    git(root, "push", "-q", "origin", "--delete", branch)
    assert tiers(capsys, POSTS)[1] == "signed"
