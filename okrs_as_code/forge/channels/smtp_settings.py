"""The server of mail and the login, as the environment says them, and nothing else: no file of a repository does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.mail import Mailbox, mailbox

Tls = Literal["starttls", "implicit", "none"]
_PORTS: Mapping[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}
HOST_VARIABLE, PORT_VARIABLE, USER_VARIABLE, PASSWORD_VARIABLE, TLS_VARIABLE, FROM_VARIABLE = (
    "OKRS_SMTP_HOST",
    "OKRS_SMTP_PORT",
    "OKRS_SMTP_USER",
    "OKRS_SMTP_PASSWORD",
    "OKRS_SMTP_TLS",
    "OKRS_MAIL_FROM",
)
REMEDY = "docs/messages.md lists what the environment says"


@dataclass(frozen=True)
class SmtpSettings:
    """The server and the login; the password is in no representation of it."""

    host: str
    port: int
    tls: Tls
    sender: Mailbox
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"SmtpSettings({self.host!r}, {self.port}, {self.tls!r})"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> SmtpSettings:
        """The settings that the environment has. Raises OkrsError that names what is missing or wrong, and no value."""
        values = {
            name: environment.get(name, "").strip()
            for name in (HOST_VARIABLE, PORT_VARIABLE, USER_VARIABLE, TLS_VARIABLE, FROM_VARIABLE)
        }
        password = environment.get(PASSWORD_VARIABLE, "")
        missing = [name for name in (HOST_VARIABLE, FROM_VARIABLE) if not values[name]]
        if bool(values[USER_VARIABLE]) != bool(password):
            missing.append(PASSWORD_VARIABLE if values[USER_VARIABLE] else USER_VARIABLE)
        if missing:
            raise OkrsError(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set", REMEDY)
        tls = values[TLS_VARIABLE] or "starttls"
        if tls not in get_args(Tls):
            raise OkrsError(f"{TLS_VARIABLE} is none of starttls, implicit and none", REMEDY)
        port = values[PORT_VARIABLE] or str(_PORTS[cast("Tls", tls)])
        if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536):
            raise OkrsError(f"{PORT_VARIABLE} is no number of a port", REMEDY)
        if re.fullmatch(r"[A-Za-z0-9.:-]+", values[HOST_VARIABLE]) is None:
            raise OkrsError(f"{HOST_VARIABLE} is no name of a host", REMEDY)
        sender = mailbox(values[FROM_VARIABLE])
        if sender is None:
            raise OkrsError(f"{FROM_VARIABLE} is no address of mail", REMEDY)
        return cls(values[HOST_VARIABLE], int(port), cast("Tls", tls), sender, values[USER_VARIABLE], password)
