#!/usr/bin/env bash
# Installs what the tool needs, each pinned by its content, into an environment of its own: with uv where it is there,
# else with pip. The tool itself is not installed, and so nothing is built: it runs from the checkout of the action.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv="${RUNNER_TEMP:?}/okrs-lint"

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

found=""
for python in python3 python; do
  if fits "$python"; then found=$python; break; fi
done
if [ -z "$found" ]; then
  echo "::error::okrs lint needs Python 3.11 or newer: add a step with actions/setup-python before it"
  exit 1
fi
if command -v uv >/dev/null; then
  uv venv --quiet --no-config --clear --python "$(command -v "$found")" "$venv"
else
  "$found" -m venv --clear --without-pip "$venv"
fi
python="$venv/bin/python"
if [ ! -e "$python" ]; then python="$venv/Scripts/python.exe"; fi
# The file names all that is needed, so nothing else is looked for.
options=(--quiet --no-deps --require-hashes --only-binary :all: --requirement "$here/requirements.txt")
if command -v uv >/dev/null; then
  uv pip install --no-config --python "$python" "${options[@]}"
else
  # By the pip that is there, as making one for this environment would take longest of all; and compiling modules takes
  # longer than the lint, which needs few of them.
  "$found" -m pip --python "$python" install --disable-pip-version-check --no-compile "${options[@]}"
fi
echo "python=$python" >> "$GITHUB_OUTPUT"
