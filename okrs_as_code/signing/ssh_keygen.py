"""The only door to ssh-keygen: signs texts with somebody's key, and says whether a signature of a text holds.

No shell, and a time limit. Signatures are checked in a pinned environment, on a day that is passed in: the clock, the
time zone and the user's files have no say in it. Files are in a folder that only this user can look into.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line
from okrs_as_code.signing.allowed_signers import SignerLine
from okrs_as_code.signing.program import NOT_INSTALLED, find_ssh_keygen
from okrs_as_code.signing.signature import NAMESPACE

_TIMEOUT = 30.0
"""Seconds for one run."""
_TYPING_TIMEOUT = 300.0
"""Seconds for somebody who looks for a passphrase, or for the key that has to be touched."""
_INHERITED_VARIABLES = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP")
"""Variables without which programs on Windows do not run; absent elsewhere."""
_INVALID = b"Could not verify signature."


class VerificationUnavailableError(Exception):
    """ssh-keygen cannot tell here whether a signature holds; the text says why."""


class SigningFailedError(OkrsError):
    """ssh-keygen did not sign."""


def verify(keygen: Path, text: str, signature: str, signer: SignerLine, day: date) -> bool:
    """Whether this is a signature of the text by the key that a line lists, which on that day may sign such.

    Raises VerificationUnavailableError where that cannot be told here, and OkrsError where ssh-keygen cannot be run.
    """
    inherited = {name: value for name in _INHERITED_VARIABLES if (value := os.environ.get(name)) is not None}
    with tempfile.TemporaryDirectory(prefix="okrs-") as folder:
        signers_file, signature_file = Path(folder) / "signers", Path(folder) / "signature"
        _write(signers_file, f"{signer.line}\n")
        _write(signature_file, signature)
        # Noon, so that a key that is valid from or before some day is, and is not, on that day.
        time = f"verify-time={day:%Y%m%d}120000"
        command = [str(keygen), "-Y", "verify", "-n", NAMESPACE, "-f", str(signers_file), "-I", signer.principal]
        done = _run([*command, "-s", str(signature_file), "-O", time], {**inherited, "LC_ALL": "C", "TZ": "UTC"}, text)
    if done.returncode == 0:
        return True
    if _INVALID in done.stdout:
        return False
    raise VerificationUnavailableError(f"ssh-keygen cannot do it here: {_failure_reason(done.stderr)}")


def sign(texts: Sequence[str], key: Path | str, *, may_ask: bool) -> list[str]:
    """Signs each text with a key: a file, private or public, or a public key whose other half an agent has.

    All at once, so that a passphrase is asked for once, and only where `may_ask` says that somebody can be asked.
    Raises SigningFailedError where ssh-keygen is not installed, or the key cannot be used.
    """
    keygen = find_ssh_keygen()
    if keygen is None:
        raise SigningFailedError(NOT_INSTALLED, "install OpenSSH")
    with tempfile.TemporaryDirectory(prefix="okrs-") as folder:
        files = [Path(folder) / f"agreement-{number}" for number in range(1, len(texts) + 1)]
        for file, text in zip(files, texts, strict=True):
            _write(file, text)
        if isinstance(key, str):
            _write(Path(folder) / "key.pub", f"{key}\n")
            key = Path(folder) / "key.pub"
        command = [str(keygen), "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute()), *map(str, files)]
        done = _run(command, {**os.environ, "LC_ALL": "C"}, None, may_ask=may_ask)
        try:
            return [file.with_name(f"{file.name}.sig").read_text(encoding="ascii") for file in files]
        except (OSError, UnicodeDecodeError):
            reason = f": {_failure_reason(done.stderr)}" if done.stderr else ""
            raise SigningFailedError(
                f"ssh-keygen did not sign{reason}",
                "type the passphrase on a terminal, or `ssh-add` the key; a public key needs ssh-agent",
            ) from None


def _run(
    command: Sequence[str], environment: Mapping[str, str], stdin: str | None, *, may_ask: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Runs ssh-keygen; with `may_ask` it has the terminal to ask on, and writes its messages there."""
    silent_stdin = None if stdin is not None or may_ask else subprocess.DEVNULL
    on_terminal = may_ask and sys.stderr.isatty()
    timeout = _TYPING_TIMEOUT if may_ask else _TIMEOUT
    try:
        return subprocess.run(
            command,
            env=environment,
            input=stdin.encode() if stdin is not None else None,
            stdin=silent_stdin if stdin is None else None,
            stdout=subprocess.PIPE,
            stderr=None if on_terminal else subprocess.PIPE,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OkrsError(f"ssh-keygen did not answer within {timeout:.0f} s", "try again") from None
    except OSError as error:
        raise OkrsError(f"{command[0]} cannot be run: {error.strerror}", "install OpenSSH again") from None


def _write(path: Path, text: str) -> None:
    """Writes a new file that only this user can read."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(text.encode())


def _failure_reason(stderr: bytes | None) -> str:
    """The first line of ssh-keygen's messages, safe to print."""
    lines = [line.strip() for line in (stderr or b"").decode(errors="replace").splitlines() if line.strip()]
    return sanitise_line(lines[0])[:200] if lines else "it does not say why"
