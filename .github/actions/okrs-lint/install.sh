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
  "$found" -m venv --clear "$venv"
fi
python="$venv/bin/python"
if [ ! -e "$python" ]; then python="$venv/Scripts/python.exe"; fi
if command -v uv >/dev/null; then
  uv pip install --quiet --no-config --python "$python" --require-hashes --only-binary :all: --requirement "$here/requirements.txt"
else
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
    --requirement "$here/requirements.txt"
fi
echo "python=$python" >> "$GITHUB_OUTPUT"
