#!/usr/bin/env bash
# What the GitHub Action does, as a script, so that it can be tested anywhere.
# Reads ROOT, FAIL_ON, ISSUE, WITHIN, STRICT, AGAINST, BASE (inputs) and GITHUB_*, RUNNER_* (the runner's).
# Exit codes: 0 success, 1 findings, 2 usage error. Runs with the bash 3.2 of macOS, too.
set -uo pipefail

stop() {
  echo "::error title=prediction tracker::$1"
  exit 2
}

[[ ${RUNNER_OS:-} != Windows ]] || stop 'the action needs a Linux or macOS runner'
is_switch() {
  case $2 in
    true | false | '') ;;
    *) stop "the input $1 must be true or false" ;;
  esac
}
is_switch strict "${STRICT:-}"
is_switch issue "${ISSUE:-}"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 2
# A folder of its own: one job may use the action twice.
temp=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/tracker.XXXXXX") || exit 2

# -I and -P: nothing is imported from the repository that is checked. A pull request may hold a
# pip.py, a json.py or a folder tracker/.
export PYTHONUTF8=1
if [[ -z ${TRACKER_PYTHON:-} ]]; then
  python3 -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop 'Python 3.11 or newer is needed'
  python3 -I -m venv "$temp/venv" || stop "can't create a virtual environment"
  TRACKER_PYTHON=$temp/venv/bin/python
  # The core only, at the versions that the project runs with.
  python3 -I -c 'import sys, tomllib
with open(sys.argv[1], "rb") as file:
    print(*tomllib.load(file)["project"]["dependencies"], sep="\n")' "$here/pyproject.toml" > "$temp/core.txt"
  grep -v '^-e ' "$here/requirements.txt" > "$temp/pins.txt"
  "$TRACKER_PYTHON" -I -m pip install --quiet --disable-pip-version-check -r "$temp/core.txt" -c "$temp/pins.txt" \
    || stop "can't install the packages that the tracker needs"
  export PYTHONPATH=$here/src
fi
tracker() { "$TRACKER_PYTHON" -P -m tracker --root="${ROOT:-.}" "$@"; }

newline=$'\n'
said=
# A usage error is an annotation, and only one where both commands fail for the same reason.
annotated() {
  local code error
  tracker "$@" 2> "$temp/stderr"
  code=$?
  error=$(< "$temp/stderr")
  if (( code != 2 )); then
    [[ -z $error ]] || printf '%s\n' "$error" >&2
  elif [[ $error != "$said" ]]; then
    said=$error
    error=${error#error: }
    error=${error//%/%25}
    printf '::error title=prediction tracker::%s\n' "${error//$newline/%0A}"
  fi
  return $code
}

check=(check)
[[ ${STRICT:-} == true ]] && check+=(--strict)
against=${AGAINST:-}
[[ -z $against && -n ${BASE:-} ]] && against=origin/$BASE
[[ -n $against ]] && check+=(--against="$against")
annotated "${check[@]}"
checked=$?

due=(due --within="${WITHIN:-30d}")
# Without a report there are no outputs, so that nobody takes a failure for "nothing is due".
if tracker "${due[@]}" --format markdown > "$temp/due.md" 2> /dev/null \
  && tracker "${due[@]}" --format json > "$temp/due.json" 2> /dev/null \
  && count=$("$TRACKER_PYTHON" -P -c 'import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    print(json.load(file)["needs_attention"])' "$temp/due.json"); then
  { echo "needs-attention=$count"; echo "report=$temp/due.md"; } >> "${GITHUB_OUTPUT:-/dev/null}"
fi
# A pull request is annotated, and fails, only for the records that it changes.
[[ -n ${BASE:-} ]] && due+=(--against="$against")
[[ -n ${FAIL_ON:-} ]] && due+=(--fail-on="$FAIL_ON")
annotated "${due[@]}"
listed=$?

# The worse of the two: usage (2) before findings (1).
exit $(( checked > listed ? checked : listed ))
