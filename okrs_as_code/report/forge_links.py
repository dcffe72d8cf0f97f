"""Addresses on the forge that open its page for a new file, for editing one, or for a pull request.

GitHub and Gitea take the name and the content of a new file in the address. GitLab takes the name only, so the
text to paste is shown beside the link. None of the three accepts `HEAD` as a branch to write to.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_letters, digits
from urllib.parse import quote, urlsplit

from okrs_as_code.model.files.config import Config, Forge, forge_of_address

_BRANCH = "main"
"""The branch to link to where nobody knows one."""
CONTENT_KEY = "value"
"""The key of a new file's text in an address; GitLab has none."""
MAX_ADDRESS_LENGTH = 6000
"""Length in characters beyond which the content is left out; servers refuse addresses from about 8,000 on."""
_UNRESERVED = frozenset(f"{ascii_letters}{digits}-._~")
"""Characters that mean themselves in every part of an address (RFC 3986, section 2.3)."""

_NEW_FILE_PAGES: dict[Forge, tuple[str, str]] = {
    "github": ("new", "filename"),
    "gitea": ("_new", "filename"),
    "gitlab": ("-/new", "file_name"),
}
_VIEW_PAGES: dict[Forge, str] = {"github": "blob", "gitea": "src/branch", "gitlab": "-/blob"}
_EDIT_PAGES: dict[Forge, str] = {"github": "edit", "gitea": "_edit", "gitlab": "-/edit"}


def request_noun(address: str) -> str:
    """The noun for what stands at an address of a forge: `merge request` on GitLab, else `pull request`."""
    return "merge request" if "/merge_requests/" in address else "pull request"


@dataclass(frozen=True)
class NewFile:
    """A link to the forge's page for a new file; `to_paste` is its content where the address does not carry it."""

    address: str
    path: str
    to_paste: str | None = None


@dataclass(frozen=True)
class NewFilePage:
    """The forge's page for a new file in a folder.

    `address` ends where the file's name goes; `content_key` is the parameter for its text, empty where the page takes
    none.
    """

    address: str
    content_key: str


@dataclass(frozen=True)
class ForgeLinks:
    """Addresses on the forge for one repository; `prefix` is the root's path within it, ending in `/` or empty."""

    forge: Forge
    base: str
    prefix: str = ""
    branch: str = _BRANCH

    @staticmethod
    def of(config: Config, prefix: str = "", branch: str | None = None) -> ForgeLinks | None:
        """The links of the repository that config names; None where it names none, or its forge is not known.

        They lead to the branch that config names, else to `branch`.
        """
        if config.repository is None or config.forge_kind not in _NEW_FILE_PAGES:
            return None
        address = config.repository.rstrip("/").removesuffix(".git")
        return ForgeLinks(config.forge_kind, address, prefix, config.branch or branch or _BRANCH)

    @staticmethod
    def at(address: str, config: Config, prefix: str = "", branch: str | None = None) -> ForgeLinks | None:
        """The links of the repository in config, else of the one at an address; None where its forge is not known."""
        links = ForgeLinks.of(config, prefix, branch)
        if links is not None or config.forge == "none":
            return links
        forge = config.forge or forge_of_address(address)
        branch = config.branch or branch or _BRANCH
        return ForgeLinks(forge, address, prefix, branch) if forge in _NEW_FILE_PAGES else None

    def new_file(self, path: str, content: str) -> NewFile:
        """A link to the page for a new file; `path` begins at the root."""
        page = self.new_file_page(path)
        address_with_content = f"{page.address}&{page.content_key}={_quoted(content)}"
        if not page.content_key or len(address_with_content) > MAX_ADDRESS_LENGTH:
            return NewFile(page.address, path, content)
        return NewFile(address_with_content, path)

    def new_file_page(self, path: str) -> NewFilePage:
        """The page for a new file whose path, from the root, begins with `path`."""
        page, key = _NEW_FILE_PAGES[self.forge]
        address = f"{self.base}/{page}/{self._quoted_branch}?{key}={quote(self.prefix + path, safe='/')}"
        return NewFilePage(address, "" if self.forge == "gitlab" else CONTENT_KEY)

    def view(self, path: str) -> str:
        """The address of the page that shows a file; `path` begins at the root."""
        return f"{self.base}/{_VIEW_PAGES[self.forge]}/{self._quoted_branch}/{quote(self.prefix + path, safe='/')}"

    def edit(self, path: str) -> str:
        """The address of the page for editing a file; `path` begins at the root."""
        return f"{self.base}/{_EDIT_PAGES[self.forge]}/{self._quoted_branch}/{quote(self.prefix + path, safe='/')}"

    def profile(self, account: str) -> str:
        """The address of somebody's page on the forge."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}/{quote(account, safe='')}"

    @property
    def _quoted_branch(self) -> str:
        return quote(self.branch, safe="/")

    def pull_request(self, branch: str, into: str) -> str:
        """The address of the page that opens a pull request for a branch that was pushed."""
        source, target = quote(branch, safe="/"), quote(into, safe="/")
        if self.forge == "gitlab":
            query = f"merge_request[source_branch]={source}&merge_request[target_branch]={target}"
            return f"{self.base}/-/merge_requests/new?{quote(query, safe='=&/%')}"
        address = f"{self.base}/compare/{target}...{source}"
        return f"{address}?expand=1" if self.forge == "github" else address


def _quoted(content: str) -> str:
    """A text as a value in an address: as `quote` has it, a character at a time, which are few in a long text."""
    unsafe = set(content).difference(_UNRESERVED)
    for character in sorted(unsafe, key=lambda each: each != "%"):  # first, as all others become something with it
        content = content.replace(character, quote(character, safe=""))
    return content
