"""Part of the build: the README as an index shows it, where links to files of this repository would lead nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


class CustomMetadataHook(MetadataHookInterface):
    """Sets the description of the package."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Sets `readme`; links become absolute where `[project.urls]` has a `Source`, and else are their text alone."""
        root = Path(self.root)
        source = metadata.get("urls", {}).get("Source")
        text = (root / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": description(text, source, _tag(root))}


def description(readme: str, source: str | None, tag: str) -> str:
    """The text of a README with the files of a tag in the place of those beside it."""
    readme = _COMMENT.sub("", readme)
    parts = zip(_FENCED.split(readme), [*_FENCED.findall(readme), ""], strict=True)
    return "".join(_LINK.sub(lambda link: _absolute(link, source, tag), text) + code for text, code in parts)


def _absolute(link: re.Match[str], source: str | None, tag: str) -> str:
    image, text, target = link.groups()
    if re.match(r"[a-z]+:|#", target):
        return link[0]
    if source is None:
        return "" if image else text
    return f"{image}[{text}]({source.rstrip('/')}/{'raw' if image else 'blob'}/{tag}/{target})"


def _tag(root: Path) -> str:
    text = (root / "okrs_as_code/__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    return f"v{version[1]}" if version else "HEAD"
