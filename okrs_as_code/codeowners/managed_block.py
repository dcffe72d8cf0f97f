"""A part of somebody else's file that is ours: it stands between two marks, and nothing outside of them changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from okrs_as_code.errors import OkrsError


@dataclass(frozen=True)
class BlockMarkers:
    """How the lines begin between which a part stands."""

    begin: str
    end: str


@dataclass(frozen=True)
class ManagedBlock:
    """What stands before and after the part, and how lines end in this file."""

    marks: BlockMarkers
    before: bytes
    after: bytes
    line_end: bytes

    def filled(self, lines: Sequence[str]) -> bytes:
        """The whole file with these lines between the marks."""
        text = "".join(f"{line}\n" for line in (self.marks.begin, *lines, self.marks.end))
        return self.before + text.encode().replace(b"\n", self.line_end) + self.after


def managed_block(data: bytes, path: str, marks: BlockMarkers, place: Callable[[Sequence[bytes]], int]) -> ManagedBlock:
    """The part in a file; where it is not there yet, `place` says before which of the lines it comes.

    Raises OkrsError for marks that are no pair, as then nobody can tell what is ours.
    """
    lines = data.splitlines(keepends=True)
    line_end = b"\r\n" if data.partition(b"\n")[0].endswith(b"\r") and b"\n" in data else b"\n"
    begins = [at for at, line in enumerate(lines) if line.startswith(marks.begin.encode())]
    ends = [at for at, line in enumerate(lines) if line.startswith(marks.end.encode())]
    if not begins and not ends:
        return ManagedBlock(marks, *_halves(lines, place(lines), line_end), line_end)
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise OkrsError(
            f"{path} has lines that begin with `{marks.begin}` and `{marks.end}`, but they are not one pair",
            "nothing was written; take them out, with what was generated between them, and run this again",
        )
    return ManagedBlock(marks, b"".join(lines[: begins[0]]), b"".join(lines[ends[0] + 1 :]), line_end)


def _halves(lines: Sequence[bytes], at: int, line_end: bytes) -> tuple[bytes, bytes]:
    """What stands before and after a new part, with an empty line on either side where there is something."""
    before, after = b"".join(lines[:at]), b"".join(lines[at:])
    if before and not before.endswith((b"\n", b"\r")):
        before += line_end
    if before and lines[at - 1].strip():
        before += line_end
    if after and lines[at].strip():
        after = line_end + after
    return before, after
