#!/usr/bin/env bash
# Keeps one open issue, "Predictions due", with the Markdown report in REPORT; DUE is how many are
# due. Nothing due: an open issue gets the last report and is closed, and none is opened.
# Needs the GitHub command line (gh) with GH_TOKEN and GH_REPO.
set -euo pipefail

title="Predictions due"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
# GitHub takes at most 65,536 characters. The cut is made between lines.
awk '{ size += length($0) + 1 } size > 60000 { print "\n(cut: see `tracker due`)"; exit } { print }' "$REPORT" > "$body"

number=$(gh issue list --state open --search "in:title \"$title\"" --limit 50 --json number,title \
  --jq "[.[] | select(.title == \"$title\")][0].number // empty")

if [[ -n $number ]]; then
  gh issue edit "$number" --body-file "$body"
  [[ $DUE != 0 ]] || gh issue close "$number" --comment "Nothing is due."
elif [[ $DUE != 0 ]]; then
  gh issue create --title "$title" --body-file "$body"
else
  echo "Nothing is due, and no issue is open."
fi
