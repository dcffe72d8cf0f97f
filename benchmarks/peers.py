"""The tools we compare ourselves with, installed into a folder of their own: `python -m benchmarks.peers`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Side
from benchmarks.places import HERE, SCHEMA, WORK

FOLDER = WORK / "peers"
ENVIRONMENTS = {"plain": "requirements-peers.txt", "best": "requirements-peers-best.txt"}
_AS_STRICT_AS_QUIET = "{extends: default, rules: {document-start: disable, line-length: {max: 200}}}"
"""yamllint's own rules, without two that our files would only make it print about."""


@dataclass(frozen=True)
class Peer:
    """A tool, where it is installed, and its arguments before the files."""

    name: str
    file: str
    """The name of its program."""
    place: str
    arguments: tuple[str, ...]

    def side(self, root: Path) -> Side:
        """The tool on the objectives of a repository."""
        program = self.program()
        files = [path.relative_to(root).as_posix() for path in sorted(root.glob("okrs/20*/*/*.yaml"))]
        if self.place == "npm":
            return Side(self.name, (str(program), *self.arguments, "-d", "okrs/20*/*/*.yaml"), root)
        return Side(self.name, (str(program), *self.arguments, *files), root)

    def program(self) -> Path:
        """The program's file."""
        folder = FOLDER / "npm" / "node_modules" / ".bin" if self.place == "npm" else FOLDER / self.place / "bin"
        return folder / self.file


CHECK_JSONSCHEMA = Peer("check-jsonschema", "check-jsonschema", "plain", ("--schemafile", str(SCHEMA)))
CHECK_JSONSCHEMA_BEST = Peer("check-jsonschema, with libyaml", "check-jsonschema", "best", CHECK_JSONSCHEMA.arguments)
YAMLLINT = Peer("yamllint", "yamllint", "plain", ("-d", _AS_STRICT_AS_QUIET))
CHECK_YAML = Peer("check-yaml", "check-yaml", "plain", ())
AJV = Peer(
    "ajv-cli",
    "ajv",
    "npm",
    ("validate", "--spec=draft7", "--strict=false", "--validate-formats=false", "-s", str(SCHEMA)),
)
MKDOCS = Peer("mkdocs", "mkdocs", "plain", ("build", "--quiet", "--config-file"))
PEERS = (CHECK_JSONSCHEMA, CHECK_JSONSCHEMA_BEST, YAMLLINT, CHECK_YAML, AJV)
"""Those that check the same files as we do."""


def install() -> None:
    """Installs what is not there yet."""
    for place, requirements in ENVIRONMENTS.items():
        folder, mark = FOLDER / place, FOLDER / f"{place}.ready"
        wanted = (HERE / requirements).read_text(encoding="utf-8")
        if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            venv.create(folder, with_pip=True)
            pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
            subprocess.run([*pip, "-r", str(HERE / requirements)], check=True, stdout=sys.stderr)
            mark.write_text(wanted, encoding="utf-8")
    node, mark = FOLDER / "npm", FOLDER / "npm.ready"
    wanted = (HERE / "package.json").read_text(encoding="utf-8")
    if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
        node.mkdir(exist_ok=True, parents=True)
        shutil.copy(HERE / "package.json", node)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=node, check=True, stdout=sys.stderr)
        mark.write_text(wanted, encoding="utf-8")


def is_installed() -> bool:
    """Whether all of them are there."""
    return all(peer.program().exists() for peer in (*PEERS, MKDOCS))


def versions() -> dict[str, str]:
    """The installed versions, by name."""
    by_name: dict[str, str] = {}
    for place, names in (("plain", ("check-jsonschema", "yamllint", "pre_commit_hooks", "ruamel.yaml", "mkdocs")),
                         ("best", ("ruamel.yaml.clib",))):  # fmt: skip
        listed = subprocess.run(
            [str(FOLDER / place / "bin" / "python"), "-m", "pip", "list", "--format=json"],
            check=True,
            capture_output=True,
            text=True,
        )
        installed = {package["name"]: package["version"] for package in json.loads(listed.stdout)}
        by_name |= {name.replace("_", "-"): installed[name] for name in names if name in installed}
    for name in ("ajv-cli", "ajv", "js-yaml"):
        package = FOLDER / "npm" / "node_modules" / name / "package.json"
        by_name[name] = json.loads(package.read_text(encoding="utf-8"))["version"]
    by_name["node"] = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()[
        1:
    ]
    return by_name


if __name__ == "__main__":
    install()
