"""`okrs/allowed_signers`: whose key is whose, in the format of OpenSSH (ALLOWED SIGNERS in ssh-keygen(1)).

Parsed here only for keys and people; what else a line allows or limits is ssh-keygen's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from okrs_as_code.model.files.config import Config
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.signing.signature import NAMESPACE, PublicKey, normalize_address

_MAX_LINE_BYTES = 16 * 1024
_OPTIONS = r'(?:\\"|"(?:\\"|[^"\\]|\\(?!"))*"|[^\s"\\]|\\(?!"))+'
_LINE = re.compile(
    r'(?P<principals>[^\s"#!*?][^\s"!*?]*)[ \t]+'
    rf"(?:{_OPTIONS}[ \t]+)??(?P<type>[a-z0-9@.-]+)[ \t]+(?P<key>[A-Za-z0-9+/]+={{0,2}})(?:[ \t].*)?"
)
"""A line whose principals are names, and no patterns: a pattern stands for nobody in particular."""


@dataclass(frozen=True, slots=True)
class SignerLine:
    """A line of the file, as far as it lists a key for one person under one name."""

    line: str
    principal: str
    """The id or address by which the line names the person, as it is written there."""
    person: str
    key: PublicKey


@dataclass(frozen=True)
class AllowedSigners:
    """The keys that count, and the repository for which: all that a signature is checked by, beside its text."""

    repository: str | None
    signer_lines: tuple[SignerLine, ...]

    @staticmethod
    def of(content: bytes | None, directory: Directory, config: Config) -> AllowedSigners:
        """Parses the file's content, None where there is no file, with the people and the policy that go with it."""
        repository = normalize_address(config.repository) if config.repository is not None else None
        return AllowedSigners(repository, tuple(_parse_lines(content or b"", directory)))

    @cached_property
    def _by_key(self) -> Mapping[PublicKey, tuple[SignerLine, ...]]:
        by_key: dict[PublicKey, list[SignerLine]] = {}
        for line in self.signer_lines:
            by_key.setdefault(line.key, []).append(line)
        return {key: tuple(lines) for key, lines in by_key.items()}

    def people_with(self, key: PublicKey) -> frozenset[str]:
        """People for whom a key is listed. Where they are several, it does not show which of them signed."""
        return frozenset(line.person for line in self.lines(key))

    def lines(self, key: PublicKey) -> tuple[SignerLine, ...]:
        """Lines that list a key."""
        return self._by_key.get(key, ())


def signer_line_for(person: str, key: PublicKey) -> str:
    """The line that lists a key for a person, for agreements only."""
    return f'{person} namespaces="{NAMESPACE}" {key.line}'


def _parse_lines(content: bytes, directory: Directory) -> Iterator[SignerLine]:
    by_address: dict[str, list[str]] = {}
    for person, entry in directory.people.items():
        for address in entry.emails:
            by_address.setdefault(address.casefold(), []).append(person)
    for raw in content.split(b"\n"):
        line = _decode_line(raw)
        match = _LINE.fullmatch(line) if line is not None else None
        key = PublicKey.written(match["key"]) if match is not None else None
        if line is None or match is None or key is None or key.type != match["type"]:
            continue
        for principal in match["principals"].split(","):
            people = [principal] if directory.knows_person(principal) else by_address.get(principal.casefold(), ())
            for person in people:
                yield SignerLine(line, principal, person, key)


def _decode_line(raw: bytes) -> str | None:
    """A line without spaces around it; None for one that holds anything but text, or is too long to be one."""
    try:
        line = raw.decode().strip(" \t\r") if len(raw) <= _MAX_LINE_BYTES else ""
    except UnicodeDecodeError:
        return None
    return line if line.replace("\t", " ").isprintable() else None
