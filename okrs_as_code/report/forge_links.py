"""Addresses on the forge that open its page for a new file, for editing one, or for a pull request.

GitHub and Gitea take the name and the content of a new file in the address. GitLab takes the name only, so the
text to paste is shown beside the link. None of the three accepts `HEAD` as a branch to write to.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from okrs_as_code.model.files.config import Config, Forge, forge_of_host

BRANCH = "main"
MAX_ADDRESS = 6000
"""Servers refuse addresses from about 8,000 characters on; beyond this the content is left out."""

_NEW: dict[Forge, tuple[str, str]] = {
    "github": ("new", "filename"),
    "gitea": ("_new", "filename"),
    "gitlab": ("-/new", "file_name"),
}
_EDIT: dict[Forge, str] = {"github": "edit", "gitea": "_edit", "gitlab": "-/edit"}


@dataclass(frozen=True)
class NewFile:
    """A link to the new-file page. `to_paste` is the content where the address does not carry it."""

    address: str
    path: str
    to_paste: str | None = None


@dataclass(frozen=True)
class ForgeLinks:
    """Makes addresses for one repository; `prefix` is the root's path within it, ending in `/` or empty."""

    forge: Forge
    base: str
    prefix: str = ""

    @staticmethod
    def of(config: Config, prefix: str = "") -> ForgeLinks | None:
        """The links of a repository, or None where no forge is known."""
        if config.repository is None or config.forge_kind not in _NEW:
            return None
        return ForgeLinks(config.forge_kind, config.repository.rstrip("/").removesuffix(".git"), prefix)

    @staticmethod
    def at(address: str, config: Config) -> ForgeLinks | None:
        """The links of the repository that git reaches at an address, where config does not name one."""
        named = ForgeLinks.of(config)
        if named is not None or config.forge == "none":
            return named
        forge = config.forge or forge_of_host(urlsplit(address).hostname or "")
        return ForgeLinks(forge, address) if forge in _NEW else None

    def new_file(self, path: str, content: str) -> NewFile:
        """The page for a new file of that path from the root."""
        page, key = _NEW[self.forge]
        named = f"{self.base}/{page}/{BRANCH}?{key}={quote(self.prefix + path, safe='/')}"
        full = f"{named}&value={quote(content, safe='')}"
        if self.forge == "gitlab" or len(full) > MAX_ADDRESS:
            return NewFile(named, path, content)
        return NewFile(full, path)

    def edit(self, path: str) -> str:
        """The page for editing a file."""
        return f"{self.base}/{_EDIT[self.forge]}/{BRANCH}/{quote(self.prefix + path, safe='/')}"

    def pull_request(self, branch: str, into: str) -> str:
        """The page that opens a pull request for a branch that was pushed."""
        source, target = quote(branch, safe="/"), quote(into, safe="/")
        if self.forge == "gitlab":
            chosen = f"merge_request[source_branch]={source}&merge_request[target_branch]={target}"
            return f"{self.base}/-/merge_requests/new?{quote(chosen, safe='=&/%')}"
        compared = f"{self.base}/compare/{target}...{source}"
        return f"{compared}?expand=1" if self.forge == "github" else compared
