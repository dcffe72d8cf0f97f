"""The place of a file that a form writes, as the script in the browser needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from okrs_as_code.model.files.base import RESERVED_IDS
from okrs_as_code.records.record_file import free_names, record_folder
from okrs_as_code.report.forge_links import MAX_ADDRESS_LENGTH, ForgeLinks

_FORGE_NAMES = {"github": "GitHub", "gitlab": "GitLab", "gitea": "Gitea"}
_KNOWN_DAYS = 5
"""The latest days of a person's records whose names are handed over; nobody checks in on a day before them."""


class FileTarget(NamedTuple):
    """The place of a file.

    `address` is that of the forge's page for a new file, up to the name; `content` the parameter for the text behind
    it, empty where the forge takes none; `limit` the length in characters beyond which the text is left out. `taken`
    are names that are there: of objectives, or the beginning of a record's next name on a day.
    """

    forge: str
    folder: str
    address: str
    content: str
    taken: str
    by: str = ""
    reserved: str = ""
    limit: int = MAX_ADDRESS_LENGTH


def record_target(
    links: ForgeLinks, cycle: str, kind: str, person: str, names: Mapping[str, Iterable[str]]
) -> FileTarget:
    """The place of a person's record; `names` are those of the records there, by day and person."""
    own = sorted(stem for stem in names if stem[len("2026-01-01-") :] == person)[-_KNOWN_DAYS:]
    following = (next(free_names(kind, stem, "", names[stem])).rpartition(".")[0] for stem in own)
    return _target(links, record_folder(cycle, kind), " ".join(following), by=person)


def objective_target(links: ForgeLinks, folder: str, taken: Iterable[str]) -> FileTarget:
    """The place of an objective; `taken` are the ids of those in its folder."""
    return _target(links, folder, " ".join(taken), reserved=" ".join(RESERVED_IDS))


def _target(links: ForgeLinks, folder: str, taken: str, by: str = "", reserved: str = "") -> FileTarget:
    page = links.new_file_page(f"{folder}/")
    return FileTarget(_FORGE_NAMES[links.forge], f"{folder}/", page.address, page.content_key, taken, by, reserved)
