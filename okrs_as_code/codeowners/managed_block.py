"""A block of ours in somebody else's file: it stands between two markers, and nothing outside of them changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from okrs_as_code.errors import OkrsError


@dataclass(frozen=True)
class BlockMarkers:
    """Beginnings of the lines between which a block stands."""

    begin: str
    end: str


@dataclass(frozen=True)
class ManagedBlock:
    """A block's place in a file: what stands before and after it, and how lines end in this file."""

    markers: BlockMarkers
    before: bytes
    after: bytes
    line_end: bytes

    def fill(self, lines: Sequence[str]) -> bytes:
        """Returns the whole file with these lines between the markers."""
        text = "".join(f"{line}\n" for line in (self.markers.begin, *lines, self.markers.end))
        return self.before + text.encode().replace(b"\n", self.line_end) + self.after


def find_block(
    data: bytes, path: str, markers: BlockMarkers, insertion_line: Callable[[Sequence[bytes]], int]
) -> ManagedBlock:
    """Finds the block in a file; where it is not there yet, `insertion_line` says before which line it goes.

    Raises OkrsError for markers that are no pair, as then nobody can tell what is ours.
    """
    lines = data.splitlines(keepends=True)
    line_end = b"\r\n" if data.partition(b"\n")[0].endswith(b"\r") and b"\n" in data else b"\n"
    begins = [number for number, line in enumerate(lines) if line.startswith(markers.begin.encode())]
    ends = [number for number, line in enumerate(lines) if line.startswith(markers.end.encode())]
    if not begins and not ends:
        return ManagedBlock(markers, *_split_at(lines, insertion_line(lines), line_end), line_end)
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise OkrsError(
            f"{path} has lines that begin with `{markers.begin}` and `{markers.end}`, but they are not one pair",
            "nothing was written; take them out, with what was generated between them, and run this again",
        )
    return ManagedBlock(markers, b"".join(lines[: begins[0]]), b"".join(lines[ends[0] + 1 :]), line_end)


def _split_at(lines: Sequence[bytes], number: int, line_end: bytes) -> tuple[bytes, bytes]:
    """The text before and after a new block, each kept apart from it by an empty line unless there is none."""
    before, after = b"".join(lines[:number]), b"".join(lines[number:])
    if before and not before.endswith((b"\n", b"\r")):
        before += line_end
    if before and lines[number - 1].strip():
        before += line_end
    if after and lines[number].strip():
        after = line_end + after
    return before, after
