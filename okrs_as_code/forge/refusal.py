"""Refusals of a forge's API, in words of people, and how long to wait before the same is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message
from email.utils import parsedate_to_datetime

from okrs_as_code.errors import OkrsError

_PAUSES = (2.0, 8.0)
"""Seconds before the second and the third attempt, where the forge does not say how long to wait."""
ATTEMPTS = len(_PAUSES) + 1
_OVERLOADED = (502, 503, 504)
_TOO_MANY_REQUESTS = 429
MAX_RETRY_AFTER = 60.0
"""Seconds that a run waits at most for what a server asks it to wait for."""
_WORDS: Mapping[int, str] = {
    401: "does not accept the token",
    403: "does not allow this to the token",
    404: "does not have what was asked for, or does not show it to the token",
}


class HttpStatusError(OkrsError):
    """The forge answered, and refused; `status` is HTTP's.

    The message names neither path nor query, as it becomes the line of a status. What the forge said is in the remedy.
    """

    def __init__(self, host: str, status: int, said: str, headers: Message) -> None:
        self.status = status
        self.retry_after = _retry_after(headers)
        """Seconds that the server asks to wait; None where it does not say."""
        self.is_limit = status == _TOO_MANY_REQUESTS or (
            status == 403 and (self.retry_after is not None or headers.get("X-RateLimit-Remaining") == "0")
        )
        """Whether it was asked too often, and may do the same later."""
        if 300 <= status < 400:
            words, remedy = (
                "leads elsewhere, which is never followed",
                "name the address that it leads to, if that is right",
            )
        elif self.is_limit:
            words, remedy = "is asked too often right now", "run the job again later"
        elif status >= 500:
            words, remedy = "does not work right now", "run the job again later"
        else:
            words = _WORDS.get(status, "refused what was asked")
            remedy = "see what its token may do: docs/on-the-forge.md lists what is needed"
        super().__init__(f"{host} {words} ({status})", f"{remedy}; it said: {said}" if said else remedy)

    @property
    def wait(self) -> float:
        """Seconds to leave the server alone: as it asks; a minute where it was asked too often and does not say."""
        if self.retry_after is not None:
            return self.retry_after
        return MAX_RETRY_AFTER if self.is_limit else 0.0

    def pause_before(self, attempt: int) -> float | None:
        """Seconds to wait before an attempt, counted from 1 for the second; None where that is of no use."""
        is_temporary = self.status in (*_OVERLOADED, _TOO_MANY_REQUESTS)
        if self.retry_after is not None and (is_temporary or self.status == 403):
            return self.retry_after if self.retry_after <= MAX_RETRY_AFTER else None
        return _PAUSES[attempt - 1] if is_temporary else None


def _retry_after(headers: Message) -> float | None:
    """The seconds of `Retry-After`, which may be a day and time, too; None where it is absent or neither."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        # By the clock of the forge, so that ours need not be right.
        pause = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, pause.total_seconds())
