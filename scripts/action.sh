#!/usr/bin/env bash
# What the GitHub Action does, as a script, so that it can be tested anywhere.
# Reads ROOT, FAIL_ON, WITHIN, STRICT, AGAINST, BASE (inputs) and GITHUB_* (the runner's).
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=${ROOT:-.}
output=${GITHUB_OUTPUT:-/dev/null}
temp=${RUNNER_TEMP:-$(mktemp -d)}

# The command line needs pydantic and PyYAML only, at the versions that the project runs with.
if [[ -z ${TRACKER_PYTHON:-} ]]; then
  python3 -m venv "$temp/tracker" || exit 2
  TRACKER_PYTHON=$temp/tracker/bin/python
  grep -iE '^(pydantic|pydantic-core|pyyaml|annotated-types|typing-extensions|typing-inspection)==' \
    "$here/requirements.txt" > "$temp/tracker-pins.txt"
  "$TRACKER_PYTHON" -m pip install --quiet --disable-pip-version-check -r "$temp/tracker-pins.txt" || exit 2
  export PYTHONPATH=$here/src
fi
tracker() { "$TRACKER_PYTHON" -m tracker --root "$root" "$@"; }

check=()
[[ ${STRICT:-false} == true ]] && check+=(--strict)
against=${AGAINST:-}
[[ -z $against && -n ${BASE:-} ]] && against=origin/$BASE
[[ -n $against ]] && check+=(--against "$against")

tracker check ${check[@]+"${check[@]}"}
checked=$?

due=(--within "${WITHIN:-30d}")
tracker due "${due[@]}" --format markdown > "$temp/due.md"
tracker due "${due[@]}" --format json > "$temp/due.json"
count=$("$TRACKER_PYTHON" -c 'import json, sys
counts = json.load(open(sys.argv[1], encoding="utf-8"))["counts"]
print(counts["due"] + counts["overdue"])' "$temp/due.json" 2>/dev/null || echo 0)
{ echo "due=$count"; echo "report=$temp/due.md"; } >> "$output"
[[ -n ${FAIL_ON:-} ]] && due+=(--fail-on "$FAIL_ON")
tracker due "${due[@]}"
listed=$?

# The worse of the two: usage (2) before findings (1).
exit $(( checked > listed ? checked : listed ))
