"""Verification of signatures: with real keys, and with everything else that may look like one."""

from __future__ import annotations

import os
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.signing import ssh_keygen
from okrs_as_code.signing.allowed_signers import AllowedSigners
from okrs_as_code.signing.status import Signatures, SignatureStatus
from okrs_as_code.signing.verification import check_signatures
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.tree import WorkingTree
from okrs_as_code.yaml.text import MAX_BYTES
from tests.repositories import commit, make
from tests.ssh_keys import POSTS, REPOSITORY, TERMS, Key

PEOPLE = """\
people:
  ana: {name: Ana, emails: [ana@example.com, office@example.com]}
  mara: {name: Mara, manager: ana, emails: [mara@example.com, office@example.com]}
  bo: {name: Bo, manager: mara, emails: [Bo@Example.com]}
"""
GOAL = """\
title: Make organic search our best source of qualified pipeline
owner: mara
key_results:
  - id: pillar-posts
    title: Publish three in-depth posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
"""
RECORD = "okrs/2026-Q4/agreements/2026-10-01-bo.1.yaml"
FILES = {
    "okrs/people.yaml": PEOPLE,
    "okrs/config.yaml": f"repository: {REPOSITORY}\n",
    "okrs/2026-Q4/content/organic-pipeline.yaml": GOAL,
}


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Key]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: Key.make(folder, name) for name in ("bo", "mara", "other")}


@pytest.fixture
def bo(keys: dict[str, Key]) -> Key:
    return keys["bo"]


def agreement(signature: str, *, by: str = "bo", role: str = "owner", target: int = 3, ref: str = POSTS) -> str:
    measure = f"{{type: metric, baseline: 0, target: {target}, unit: posts}}"
    head = f"by: {by}\ndate: 2026-10-01\nkey_results:\n  {ref}:\n    as: {role}\n"
    terms = f"    terms: {{owner: bo, measure: {measure}, due: 2026-12-31}}\n"
    return f"{head}{terms}    signature: |\n{textwrap.indent(signature, '      ')}"


def workspace(root: Path, signature: str, signers: str | bytes, more: Any = None, **how: Any) -> Workspace:
    make(root, {**FILES, RECORD: agreement(signature, **how), "okrs/allowed_signers": signers, **(more or {})})
    return load(WorkingTree(root))


def signatures(loaded: Workspace) -> Signatures:
    return check_signatures(loaded.plan, loaded.signers, {})


def verdict(root: Path, signature: str, signers: str | bytes, more: Any = None, **how: Any) -> SignatureStatus:
    checked = signatures(workspace(root, signature, signers, more, **how))
    [status] = checked.statuses.values()
    assert checked.valid == (checked.statuses.keys() if status is SignatureStatus.HOLDS else set())
    return status


def test_what_the_owner_signed_holds(tmp_path: Path, bo: Key) -> None:
    assert verdict(tmp_path, bo.signature(), bo.line("bo")) is SignatureStatus.HOLDS


@pytest.mark.parametrize("type_", ["rsa", "ecdsa"])
def test_any_type_of_key_will_do(tmp_path: Path, type_: str) -> None:
    key = Key.make(tmp_path / "keys", "key", type_=type_)
    assert verdict(tmp_path, key.signature(), key.line("bo")) is SignatureStatus.HOLDS


@pytest.mark.parametrize(
    "signed",
    [
        {"terms": {**TERMS, "measure": {**TERMS["measure"], "target": 2}}},  # type: ignore[dict-item]
        {"terms": {**TERMS, "owner": "mara"}},
        {"terms": {**TERMS, "commitment": "aspirational"}},
        {"terms": {**TERMS, "due": "2026-12-30"}},
        {"terms": {**TERMS, "success": "Indexed."}},
        {"role": "manager"},
        {"repository": "https://github.com/example/other"},
        {"repository": "https://gitlab.com/example/okrs"},
        {"cycle": "2026-Q3"},
        {"key_result": "content/organic-pipeline/other"},
        {"namespace": "git"},
    ],
    ids=str,
)
def test_what_was_signed_for_something_else_does_not(tmp_path: Path, bo: Key, signed: dict[str, Any]) -> None:
    assert verdict(tmp_path, bo.signature(**signed), bo.line("bo", options="")) is SignatureStatus.DOES_NOT_HOLD


def test_terms_that_were_tampered_with_do_not_hold(tmp_path: Path, bo: Key) -> None:
    assert verdict(tmp_path, bo.signature(), bo.line("bo"), target=2) is SignatureStatus.DOES_NOT_HOLD


def test_the_key_of_somebody_else_is_not_theirs(tmp_path: Path, keys: dict[str, Key]) -> None:
    signers = keys["bo"].line("bo") + keys["mara"].line("mara")
    assert verdict(tmp_path, keys["mara"].signature(), signers) is SignatureStatus.NOT_LISTED
    assert verdict(tmp_path, keys["other"].signature(), signers) is SignatureStatus.NOT_LISTED


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bo {key}", SignatureStatus.HOLDS),
        ("Bo@Example.com {key}", SignatureStatus.HOLDS),
        ("bo@example.com {key}", SignatureStatus.HOLDS),
        ("bo,bo@example.com {key} a comment", SignatureStatus.HOLDS),
        ("someone@elsewhere.example,bo {key}", SignatureStatus.HOLDS),
        ('bo namespaces="git,okrs" {key}', SignatureStatus.HOLDS),
        ('bo  valid-after="20260101",namespaces="okrs"\t{key}\r', SignatureStatus.HOLDS),
        ("# a comment\n\n  bo {key}", SignatureStatus.HOLDS),
        (b"\xff\xfe {key}\nbo {key}", SignatureStatus.HOLDS),
        ("mara {other}\nbo {key}", SignatureStatus.HOLDS),
        ('bo namespaces="git" {key}', SignatureStatus.DOES_NOT_HOLD),
        ('bo namespaces="ok*" {key}', SignatureStatus.HOLDS),
        ('bo valid-before="20261001" {key}', SignatureStatus.DOES_NOT_HOLD),
        ('bo valid-before="20261002" {key}', SignatureStatus.HOLDS),
        ('bo valid-after="20261001" {key}', SignatureStatus.HOLDS),
        ('bo valid-after="20261002" {key}', SignatureStatus.DOES_NOT_HOLD),
        ('bo valid-before="20260901" {key}\nbo valid-after="20260901" {key}', SignatureStatus.HOLDS),
        ("bo cert-authority {key}", SignatureStatus.DOES_NOT_HOLD),
        ("bo nonsense {key}", SignatureStatus.DOES_NOT_HOLD),
        ("* {key}", SignatureStatus.NOT_LISTED),
        ("b? {key}", SignatureStatus.NOT_LISTED),
        ("*@example.com {key}", SignatureStatus.NOT_LISTED),
        ("bo,* {key}", SignatureStatus.NOT_LISTED),
        ("!mara,bo {key}", SignatureStatus.NOT_LISTED),
        ("*,!mara {key}", SignatureStatus.NOT_LISTED),
        ('"bo" {key}', SignatureStatus.NOT_LISTED),
        ("Bo {key}", SignatureStatus.NOT_LISTED),
        ("bo", SignatureStatus.NOT_LISTED),
        ("#bo {key}", SignatureStatus.NOT_LISTED),
        ("bo {key}".replace(" ", "\x00"), SignatureStatus.NOT_LISTED),
        (b"bo\x0b{key}", SignatureStatus.NOT_LISTED),
        ("bo\u00a0{key}", SignatureStatus.NOT_LISTED),
        (f"bo {'x' * 20000} {{key}}", SignatureStatus.NOT_LISTED),
        (f'bo {"x" * 900}{chr(92)}"{"y" * 900} {{key}}', SignatureStatus.DOES_NOT_HOLD),
        ("", SignatureStatus.NOT_LISTED),
        (b"", SignatureStatus.NOT_LISTED),
        (os.urandom(4096), SignatureStatus.NOT_LISTED),
        ("bo,mara {key}", SignatureStatus.OF_SEVERAL),
        ("bo {key}\nmara {key}", SignatureStatus.OF_SEVERAL),
        ('bo {key}\nana valid-before="20200101" {key}', SignatureStatus.OF_SEVERAL),
        ("bo {key}\noffice@example.com {key}", SignatureStatus.OF_SEVERAL),
        (" " * MAX_BYTES + "\nbo {key}", SignatureStatus.NOT_LISTED),
    ],
)
def test_whose_key_a_line_makes_it(
    tmp_path: Path, keys: dict[str, Key], line: str | bytes, expected: SignatureStatus
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    for name, key in (("{key}", keys["bo"]), ("{other}", keys["other"])):
        raw = raw.replace(name.encode(), key.public.encode())
    assert verdict(tmp_path, keys["bo"].signature(), raw) is expected


def test_an_address_of_two_people_is_nobodys(tmp_path: Path, keys: dict[str, Key]) -> None:
    signature = keys["mara"].signature(role="manager")
    signers = keys["mara"].line("office@example.com")
    assert verdict(tmp_path, signature, signers, by="mara", role="manager") is SignatureStatus.OF_SEVERAL


def test_without_a_list_or_a_name_of_the_repository_nothing_holds(tmp_path: Path, bo: Key) -> None:
    make(tmp_path, {**FILES, RECORD: agreement(bo.signature())})
    assert set(signatures(load(WorkingTree(tmp_path))).statuses.values()) == {SignatureStatus.NOT_LISTED}
    unnamed = {"okrs/config.yaml": "organization: X\n"}
    assert verdict(tmp_path, bo.signature(), bo.line("bo"), unnamed) is SignatureStatus.NO_REPOSITORY


@pytest.mark.parametrize("address", [f"{REPOSITORY}.git", f"{REPOSITORY}/", "https://GitHub.com/example/okrs"])
def test_the_repository_has_one_form(tmp_path: Path, bo: Key, address: str) -> None:
    config = {"okrs/config.yaml": f"repository: {address}\n"}
    assert verdict(tmp_path, bo.signature(), bo.line("bo"), config) is SignatureStatus.HOLDS


GARBAGE = {
    "words": "signed, bo\n",
    "empty armour": "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
    "no base64": "-----BEGIN SSH SIGNATURE-----\n!!!!\n-----END SSH SIGNATURE-----\n",
    "another thing": "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n",
    "1 MB": f"-----BEGIN SSH SIGNATURE-----\n{'A' * 400_000}\n-----END SSH SIGNATURE-----\n",
    "PGP": "-----BEGIN PGP SIGNATURE-----\nAAAA\n-----END PGP SIGNATURE-----\n",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_no_signature(tmp_path: Path, bo: Key, name: str) -> None:
    assert verdict(tmp_path, GARBAGE[name], bo.line("bo")) is SignatureStatus.NO_SIGNATURE


def test_a_signature_of_1_mb_makes_the_record_unreadable_and_nothing_else(tmp_path: Path, bo: Key) -> None:
    loaded = workspace(tmp_path, "A" * 2**20 + "\n", bo.line("bo"))
    assert loaded.unreadable == (RECORD,)
    assert signatures(loaded) == Signatures()


def test_a_signature_that_is_cut_or_changed_does_not_hold(tmp_path: Path, bo: Key) -> None:
    lines = bo.signature().splitlines()
    for changed in ([*lines[:3], lines[3].swapcase(), *lines[4:]], [*lines[:4], *lines[5:]], [*lines[:2], *lines[-1:]]):
        text = "".join(f"{line}\n" for line in changed)
        assert verdict(tmp_path, text, bo.line("bo")) in (SignatureStatus.DOES_NOT_HOLD, SignatureStatus.NO_SIGNATURE)


def renamed(key_result: str = "pillar-posts", former: str = "") -> str:
    return GOAL.replace("- id: pillar-posts", f"- id: {key_result}{former}")


@pytest.mark.parametrize(
    ("files", "gone"),
    [
        ({"okrs/2026-Q4/content/organic-pipeline.yaml": renamed("posts", "\n    formerly: [pillar-posts]")}, False),
        ({"okrs/2026-Q4/content/search.yaml": f"{GOAL}formerly: [content/organic-pipeline]\n"}, True),
        ({"okrs/2026-Q4/web/search.yaml": f"{GOAL}formerly: [content/organic-pipeline]\n"}, True),
        (
            {
                "okrs/teams.yaml": "teams:\n  editorial: {name: Editorial, formerly: [content]}\n",
                "okrs/2026-Q4/editorial/organic-pipeline.yaml": GOAL,
            },
            True,
        ),
        (
            {
                "okrs/teams.yaml": "teams:\n  editorial: {name: Editorial, formerly: [content]}\n",
                "okrs/2026-Q4/editorial/search.yaml": renamed("posts", "\n    formerly: [pillar-posts]")
                + "formerly: [content/organic-pipeline]\n",
            },
            True,
        ),
    ],
    ids=["key result", "objective", "to another team", "team", "all of it"],
)
def test_a_signature_outlives_every_rename(tmp_path: Path, bo: Key, files: dict[str, str], gone: bool) -> None:
    assert verdict(tmp_path, bo.signature(), bo.line("bo")) is SignatureStatus.HOLDS
    if gone:
        (tmp_path / "okrs/2026-Q4/content/organic-pipeline.yaml").unlink()
    make(tmp_path, files)
    checked = signatures(load(WorkingTree(tmp_path)))
    assert set(checked.statuses.values()) == {SignatureStatus.HOLDS}


def test_it_outlives_a_rename_of_the_team_that_owns(tmp_path: Path, bo: Key) -> None:
    terms = {**TERMS, "owner": {"team": "content", "lead": "bo"}}
    record = agreement(bo.signature(terms=terms)).replace("{owner: bo,", "{owner: {team: content, lead: bo},")
    teams = "teams:\n  editorial: {name: Editorial, lead: bo, formerly: [content]}\n"
    goal = GOAL.replace("owner: bo", "owner: {team: editorial, lead: bo}")
    where = {"okrs/2026-Q4/editorial/organic-pipeline.yaml": goal, "okrs/teams.yaml": teams, RECORD: record}
    files = {**FILES, "okrs/allowed_signers": bo.line("bo"), **where}
    make(tmp_path, {path: text for path, text in files.items() if "/content/" not in path})
    assert set(signatures(load(WorkingTree(tmp_path))).statuses.values()) == {SignatureStatus.HOLDS}


def test_a_record_that_was_written_anew_under_todays_name_holds(tmp_path: Path, bo: Key) -> None:
    files = {"okrs/2026-Q4/content/organic-pipeline.yaml": renamed("posts", "\n    formerly: [pillar-posts]")}
    ref = "2026-Q4/content/organic-pipeline/posts"
    assert verdict(tmp_path, bo.signature(), bo.line("bo"), files, ref=ref) is SignatureStatus.HOLDS


def test_a_thousand_former_ids_cost_no_thousand_runs(tmp_path: Path, bo: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    former = ", ".join(f"id-{number}" for number in range(1000))
    files = {"okrs/2026-Q4/content/organic-pipeline.yaml": renamed(former=f"\n    formerly: [{former}]")}
    calls = []
    monkeypatch.setattr(ssh_keygen, "verify", lambda *arguments: calls.append(arguments))
    assert verdict(tmp_path, bo.signature(role="manager"), bo.line("bo"), files) is SignatureStatus.DOES_NOT_HOLD
    assert len(calls) == 32


def test_of_a_name_that_it_never_had_it_does_not_hold(tmp_path: Path, bo: Key) -> None:
    other = renamed("other", "\n    formerly: [pillar-posts]")
    signature = bo.signature(key_result="content/organic-pipeline/somewhere-else")
    files = {"okrs/2026-Q4/content/organic-pipeline.yaml": other}
    assert verdict(tmp_path, signature, bo.line("bo"), files) is SignatureStatus.DOES_NOT_HOLD


def test_signers_of_another_revision_can_be_asked(tmp_path: Path, keys: dict[str, Key]) -> None:
    """As for a pull request: a key that only its head lists counts nothing, whatever else the head says."""
    head = workspace(tmp_path, keys["other"].signature(), keys["other"].line("bo"))
    base = load(WorkingTree(make(tmp_path / "base", {**FILES, "okrs/allowed_signers": keys["bo"].line("bo")})))
    assert set(check_signatures(head.plan, head.signers, {}).statuses.values()) == {SignatureStatus.HOLDS}
    assert set(check_signatures(head.plan, base.signers, {}).statuses.values()) == {SignatureStatus.NOT_LISTED}
    listed = AllowedSigners.of(keys["other"].line("bo").encode(), base.plan.directory, base.plan.config)
    assert set(check_signatures(head.plan, listed, {}).statuses.values()) == {SignatureStatus.HOLDS}


def test_a_commit_is_read_with_its_own_signers(tmp_path: Path, bo: Key) -> None:
    workspace(tmp_path, bo.signature(), bo.line("bo"))
    first = commit(tmp_path)
    make(tmp_path, {"okrs/allowed_signers": "# nobody\n"})
    second = commit(tmp_path)
    (tmp_path / "okrs/allowed_signers").unlink()
    repository = Repository(tmp_path)
    assert set(signatures(repository.at(first)).statuses.values()) == {SignatureStatus.HOLDS}
    assert set(signatures(repository.at(second)).statuses.values()) == {SignatureStatus.NOT_LISTED}
    assert set(signatures(repository.workspace).statuses.values()) == {SignatureStatus.NOT_LISTED}


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_list_that_is_a_link_lists_nobody(tmp_path: Path, bo: Key) -> None:
    workspace(tmp_path, bo.signature(), bo.line("bo"))
    (tmp_path / "okrs/allowed_signers").rename(tmp_path / "elsewhere")
    (tmp_path / "okrs/allowed_signers").symlink_to(tmp_path / "elsewhere")
    loaded = load(WorkingTree(tmp_path))
    assert set(signatures(loaded).statuses.values()) == {SignatureStatus.NOT_LISTED}
    assert [entry.path for entry in loaded.misplaced] == ["okrs/allowed_signers"]


def test_a_day_can_be_asked_for_instead_of_the_records(tmp_path: Path, bo: Key) -> None:
    loaded = workspace(tmp_path, bo.signature(), bo.line("bo", options='valid-before="20261101"'))
    assert set(check_signatures(loaded.plan, loaded.signers, {}).statuses.values()) == {SignatureStatus.HOLDS}
    late = check_signatures(loaded.plan, loaded.signers, {}, day=date(2026, 11, 16))
    assert set(late.statuses.values()) == {SignatureStatus.DOES_NOT_HOLD}


def test_neither_clock_nor_time_zone_has_a_say(tmp_path: Path, bo: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        monkeypatch.setenv("TZ", zone)
        for before, expected in (("20261001", SignatureStatus.DOES_NOT_HOLD), ("20261002", SignatureStatus.HOLDS)):
            line = bo.line("bo", options=f'valid-before="{before}"')
            assert verdict(tmp_path, bo.signature(), line) is expected


def test_where_ssh_keygen_is_missing_nothing_is_said(tmp_path: Path, bo: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = workspace(tmp_path, bo.signature(), bo.line("bo"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert set(signatures(loaded).statuses.values()) == {SignatureStatus.NOT_CHECKED}
    assert signatures(loaded).note == (
        "1 signature could not be checked, so its agreement counts as claimed: "
        "ssh-keygen is not installed or not on the PATH"
    )


def program(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "ssh-keygen").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "ssh-keygen").chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_a_program_that_cannot_check_is_not_a_signature_that_does_not_hold(
    tmp_path: Path, bo: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = workspace(tmp_path, bo.signature(), bo.line("bo"))
    program(tmp_path / "bin", "printf 'unknown option -- Y\\033[31m\\n' >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert set(signatures(loaded).statuses.values()) == {SignatureStatus.NOT_CHECKED}
    assert signatures(loaded).obstacle == "ssh-keygen cannot do it here: unknown option -- Y\\u{1b}[31m"


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_nobody_waits_for_ever(tmp_path: Path, bo: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = workspace(tmp_path, bo.signature(), bo.line("bo"))
    program(tmp_path / "bin", "exec /bin/sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(ssh_keygen, "_TIMEOUT", 0.2)
    with pytest.raises(OkrsError, match="did not answer within"):
        _ = signatures(loaded)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_a_repository_cannot_bring_its_own_program(tmp_path: Path, bo: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    other = bo.signature(role="manager")
    program(tmp_path, "touch was-here; exit 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin", os.environ["PATH"]]))
    assert verdict(tmp_path, other, bo.line("bo")) is SignatureStatus.DOES_NOT_HOLD
    assert not (tmp_path / "was-here").exists()


def test_a_known_verdict_is_not_asked_for_again(
    tmp_path: Path, keys: dict[str, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = workspace(tmp_path, keys["bo"].signature(), keys["bo"].line("bo"))
    bad = workspace(tmp_path / "bad", keys["bo"].signature(role="manager"), keys["bo"].line("bo"))
    known: dict[str, SignatureStatus] = {}
    calls = []
    holds = ssh_keygen.verify
    monkeypatch.setattr(ssh_keygen, "verify", lambda *arguments: (calls.append(arguments), holds(*arguments))[1])
    for _ in range(2):
        for loaded, expected in ((good, SignatureStatus.HOLDS), (bad, SignatureStatus.DOES_NOT_HOLD)):
            checked = check_signatures(loaded.plan, loaded.signers, known)
            assert set(checked.statuses.values()) == {expected}
    assert len(calls) == 2
    other = keys["bo"].line("bo", options='namespaces="git"').encode()
    limited = AllowedSigners.of(other, good.plan.directory, good.plan.config)
    checked = check_signatures(good.plan, limited, known)
    assert set(checked.statuses.values()) == {SignatureStatus.DOES_NOT_HOLD}
    monkeypatch.setattr("okrs_as_code.signing.verification.program_stamp", lambda _: ["another program"])
    check_signatures(good.plan, good.signers, known)
    assert len(calls) == 4
