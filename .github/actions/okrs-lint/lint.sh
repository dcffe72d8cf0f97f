#!/usr/bin/env bash
# Lints with the tool of this checkout. Exit status: 0 clean, 1 errors found, 2 the request is wrong.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sarif="${RUNNER_TEMP:?}/okrs.sarif"
json="$RUNNER_TEMP/okrs.json"
rm -f "$sarif" "$json" # of an earlier step

arguments=(--root="$ROOT" --output-format=github --output-format="sarif=$sarif" --output-format="json=$json")
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then arguments+=(--output-format="markdown=$GITHUB_STEP_SUMMARY"); fi
for option in error-on-warning exit-zero; do
  variable=$(tr 'a-z-' 'A-Z_' <<< "$option")
  case "${!variable}" in
    true) arguments+=("--$option") ;;
    false) ;;
    *) echo "::error::okrs lint: $option is either true or false"; exit 2 ;;
  esac
done
# A pull request is checked out as merged into its base, and the first parent is that base. Both sides are read from
# commits: a checkout may show other texts.
if [ -z "$SINCE" ]; then
  case "${GITHUB_EVENT_NAME:-}" in
    pull_request) SINCE=HEAD^1 ;;
    merge_group) SINCE=$MERGE_GROUP_BASE ;;
  esac
fi
if [ -n "$SINCE" ]; then arguments+=(--since="$SINCE" --head=HEAD); fi

# -P: what lies in the folder that is judged, such as a click.py, is not imported.
status=0
PYTHONPATH=$(cd "$here/../../.." && pwd) "$PYTHON" -P -m okrs_as_code lint "${arguments[@]}" || status=$?
if [ -f "$json" ]; then
  "$PYTHON" -P - "$json" >> "$GITHUB_OUTPUT" <<'PYTHON'
import json, sys
from pathlib import Path

findings = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
for severity in ("error", "warning"):
    print(f"{severity}s={sum(finding['severity'] == severity for finding in findings)}")
PYTHON
  echo "sarif-file=$sarif" >> "$GITHUB_OUTPUT"
fi
exit "$status"
