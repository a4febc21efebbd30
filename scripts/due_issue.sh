#!/usr/bin/env bash
# Keep one open issue, "Predictions due", with the Markdown report in REPORT; DUE is the number of
# due predictions. If it is 0, an open issue gets the last report and is closed, and none is opened.
# Needs the GitHub command line (gh) with GH_TOKEN, the token of the workflow, and GH_REPO.
set -euo pipefail

if [[ ! ${DUE:-} =~ ^(0|[1-9][0-9]*)$ || ! -s ${REPORT:-} ]]; then
  echo "error: DUE must be a number, and REPORT a file with the report; the issue was not changed" >&2
  exit 2
fi
title="Predictions due"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
# GitHub takes at most 65,536 characters. The cut is made between lines; awk may count bytes.
LC_ALL=C awk '{ size += length($0) + 1 } size > 60000 { print "\n(Shortened. `tracker due` lists the rest.)"; exit } { print }' \
  "$REPORT" > "$body"

# Only an issue that a workflow opened: anyone can open one with this title and control its text.
number=$(gh issue list --state open --search "in:title \"$title\"" --limit 100 --json number,title,author \
  --jq "[.[] | select(.title == \"$title\" and .author.is_bot)][0].number // empty")

if [[ -n $number ]]; then
  gh issue edit "$number" --body-file "$body"
  if (( DUE == 0 )); then
    gh issue close "$number" --comment "Nothing is due."
  fi
elif (( DUE > 0 )); then
  gh issue create --title "$title" --body-file "$body"
else
  echo "Nothing is due, and no issue is open."
fi
