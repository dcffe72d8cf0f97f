"""Messages as files and as text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import Address, Unreachable
from okrs_as_code.forge.channels.delivery import deliver
from okrs_as_code.forge.channels.folder import FolderChannel
from okrs_as_code.forge.channels.message import COMPANY, Recipient
from okrs_as_code.forge.channels.stdout import StdoutChannel
from tests.forge.channels.messages import HOSTILE, company_message, message, quick_budget


def test_a_person_has_two_files_of_the_same_bytes_each_time(tmp_path: Path) -> None:
    out = tmp_path / "out" / "mails"
    written = []
    for _ in range(2):
        report = deliver(
            [message("bo"), message("mara"), company_message("Week")], FolderChannel(tmp_path, out), quick_budget()
        )
        assert report.is_complete
        written.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert written[0] == written[1]
    assert sorted(written[0]) == ["_company.eml", "_company.md", "bo.eml", "bo.md", "mara.eml", "mara.md"]
    assert written[0]["bo.md"] == message().markdown.encode()
    assert written[0]["bo.eml"].startswith(b"From: OKRs <okrs@okrs.invalid>\r\nTo: Bo Lindqvist <bo@example.com>\r\n")


def test_what_is_there_besides_stays(tmp_path: Path) -> None:
    (tmp_path / "old.eml").write_text("old")
    FolderChannel(tmp_path, tmp_path).send(message())
    assert (tmp_path / "old.eml").read_text() == "old"


@pytest.mark.parametrize("person", ["../bo", "", ".", "Bo", "a/b", "con.x", "_company", "*"])
def test_an_id_is_no_path(tmp_path: Path, person: str) -> None:
    channel = FolderChannel(tmp_path, tmp_path / "out")
    assert isinstance(channel.reach(Recipient(person, "Bo")), Unreachable)
    with pytest.raises(OkrsError):
        channel.send(message(recipient=Recipient(person, "Bo")))
    assert list(tmp_path.iterdir()) == []


def test_neither_sources_nor_links_are_written_into(tmp_path: Path) -> None:
    (tmp_path / "okrs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for folder in ("okrs", "okrs/mails", "link", "link/mails"):
        with pytest.raises(OkrsError):
            FolderChannel(tmp_path, tmp_path / folder)
    (tmp_path / "bo.eml").symlink_to(tmp_path / "victim")
    with pytest.raises(OkrsError):
        FolderChannel(tmp_path, tmp_path).send(message())
    assert not os.path.lexists(tmp_path / "victim")


def test_text_below_each_other() -> None:
    printed: list[str] = []
    channel = StdoutChannel(printed.append)
    assert channel.reach(COMPANY) == Address("stdout")
    deliver([message("bo"), message("mara")], channel, quick_budget())
    body = "Subject: Two check-ins are due\n\nTwo check-ins are due.\n\nCheck in: https://example.com/check-in\n"
    assert "".join(printed) == f"To: Bo Lindqvist (bo)\n{body}\n{'-' * 72}\n\nTo: Mara Lindqvist (mara)\n{body}"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_is_a_command_of_ci(hostile: str) -> None:
    printed: list[str] = []
    recipient = Recipient("bo", hostile)
    StdoutChannel(printed.append).send(message(recipient=recipient, subject=hostile, text=hostile))
    text = "".join(printed)
    assert "::" not in text
    assert "##[" not in text
    assert not set(text) & set("\x00\x1b\r\u202e\u2066\u200b\u2028\x85")
    head = text.splitlines()[:3]
    assert (head[0][:4], head[1][:9], head[2]) == ("To: ", "Subject: ", "")
    assert len(head[1]) < 2000
