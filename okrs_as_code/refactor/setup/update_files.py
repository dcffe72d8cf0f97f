"""The configuration of programs that propose new versions: of what the forge's checks pin, and of the tool."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.model.files.config import Forge

_RENOVATE_CONFIGS = tuple(
    f"{folder}{name}"
    for folder in ("", ".github/", ".gitlab/")
    for name in ("renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".renovaterc.json5")
)
"""The files in which a repository says how Renovate works there."""
_DEPENDABOT_CONFIGS = (".github/dependabot.yml", ".github/dependabot.yaml")
_FORGES: tuple[Forge, ...] = ("github", "gitlab")
"""The forges for which checks are written that pin something."""


def update_files(top: Path, forge: Forge) -> dict[str, str]:
    """The files to write by path, each with its template: for Renovate, where that is in use, else for Dependabot.

    GitLab has nothing of its own that proposes new versions.
    """
    if forge in _FORGES and renovate_config(top) is not None:
        return {_preset(forge): "okrs-renovate.json"}
    if forge != "github":
        return {}
    path = next((path for path in _DEPENDABOT_CONFIGS if (top / path).exists()), _DEPENDABOT_CONFIGS[0])
    return {path: "github/dependabot.yml"}


def renovate_config(top: Path) -> str | None:
    """The path of the file that says how Renovate works in a repository; None where there is none."""
    return next((path for path in _RENOVATE_CONFIGS if (top / path).is_file()), None)


def renovate_note(top: Path, forge: Forge, address: str | None) -> str | None:
    """A note on how to have Renovate read the file that is written for it; None where there is none."""
    config = renovate_config(top)
    if config is None or forge not in _FORGES:
        return None
    path = (address or "").partition("://")[2].partition("/")[2].rstrip("/").removesuffix(".git")
    preset = f"local>{path or 'OWNER/NAME'}//{_preset(forge).removesuffix('.json')}"
    return f'{config} stays as it is: add "{preset}" to its `extends`, and Renovate proposes new versions of the tool'


def _preset(forge: Forge) -> str:
    return f".{forge}/okrs-renovate.json"
