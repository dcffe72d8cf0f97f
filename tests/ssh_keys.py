"""Real SSH keys, and agreements that are signed with them or only look as if they were."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from okrs_as_code.model.files.record import Role, Terms
from okrs_as_code.model.terms import quoted_terms
from okrs_as_code.signing.signature import signed_text

REPOSITORY = "https://github.com/example/okrs"
POSTS = "content/organic-pipeline/pillar-posts"
TERMS = {
    "owner": "bo",
    "commitment": "committed",
    "measure": {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"},
    "due": "2026-12-31",
}


def keygen(*arguments: str, stdin: str | None = None) -> str:
    """Runs ssh-keygen; where it is missing the tests cannot say anything."""
    program = shutil.which("ssh-keygen")
    assert program is not None, "ssh-keygen is missing: install openssh-client"
    done = subprocess.run([program, *arguments], input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Key:
    """A key pair; `file` is the private half."""

    file: Path

    @staticmethod
    def make(folder: Path, name: str, passphrase: str = "", type_: str = "ed25519") -> Key:
        folder.mkdir(parents=True, exist_ok=True)
        keygen("-q", "-t", type_, "-N", passphrase, "-C", "", "-f", str(folder / name))
        return Key(folder / name)

    @property
    def public(self) -> str:
        """Type and key."""
        return " ".join(self.file.with_name(f"{self.file.name}.pub").read_text().split()[:2])

    def line(self, *principals: str, options: str = 'namespaces="okrs"') -> str:
        """A line of allowed_signers."""
        return " ".join(filter(None, (",".join(principals), options, self.public))) + "\n"

    def sign(self, text: str, namespace: str = "okrs") -> str:
        return keygen("-q", "-Y", "sign", "-n", namespace, "-f", str(self.file), stdin=text)

    def signature(
        self,
        key_result: str = POSTS,
        role: Role = "owner",
        terms: dict[str, Any] = TERMS,
        *,
        cycle: str = "2026-Q4",
        repository: str = REPOSITORY,
        namespace: str = "okrs",
    ) -> str:
        """A signature under an agreement, of exactly this."""
        canonical = quoted_terms(Terms.model_validate(terms), date(2026, 12, 31))
        return self.sign(signed_text(repository, cycle, key_result, role, canonical), namespace)
