"""Logins: the form that the name of an account has on each forge, and the login in what people write instead of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.model.files.config import Forge

LOGINS: Mapping[Forge, re.Pattern[str]] = {
    "github": lazy_pattern(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})"),
    "gitlab": lazy_pattern(r"[A-Za-z0-9_.](?:[A-Za-z0-9_.-]{0,254})"),
}
"""Logins that there can be, on the forges that are known to refuse others."""
_ANY_LOGIN = lazy_pattern(r"[A-Za-z0-9_.](?:[A-Za-z0-9_.-]{0,254})")
_NAME_ELSEWHERE = lazy_pattern(r"[^@\s<>]+@[^@\s<>]+|[A-Za-z0-9][A-Za-z0-9_.:-]{0,254}")
"""Names on forges that we do not know: an address, as on Azure DevOps, or an id with colons, as on Bitbucket Cloud."""
_URL = lazy_pattern(r"(?:https?://(?:www\.)?[^/\s]+|(?:www\.)?[a-z0-9.-]+\.[a-z]{2,})/@?([^/\s?#]+)/?", re.IGNORECASE)
_PRIVATE_ADDRESSES = (
    lazy_pattern(r"(?:[0-9]+\+)?([^@+]+)@users\.noreply\.[^@]+"),
    lazy_pattern(r"[0-9]+-([^@+]+)@users\.noreply\.[^@]*gitlab[^@]*"),
)
"""The forms of private addresses of GitHub, older ones without the number, and of GitLab; in lower case."""


def is_login(account: str, forge: Forge) -> bool:
    """Whether an account can be a login on a forge; where there is none, an address or an id is one, too."""
    if LOGINS.get(forge, _ANY_LOGIN).fullmatch(account) is not None:
        return True
    return forge == "none" and _NAME_ELSEWHERE.fullmatch(account) is not None


def login_in(account: str, forge: Forge) -> str | None:
    """The login in something else: `@mara-k`, the address of a profile, or a forge's private address of mail.

    None where nobody can know it, as of any other address or of a name.
    """
    written = account.strip()
    url = _URL.fullmatch(written)
    in_address = logins_of_address(written)
    login = url[1] if url is not None else min(in_address) if len(in_address) == 1 else written.removeprefix("@")
    return login if login != account and "@" not in login and is_login(login, forge) else None


def logins_of_address(address: str) -> set[str]:
    """The logins that a forge's private address may belong to, in lower case; none of any other address."""
    lower = address.strip().casefold()
    return {match[1] for form in _PRIVATE_ADDRESSES if (match := form.fullmatch(lower)) is not None}
