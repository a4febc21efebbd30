#!/usr/bin/env bash
# Keep one open issue, "Predictions due", with the Markdown report in REPORT; NEEDS_ATTENTION is the
# number of its predictions. If it is 0, an open issue gets the last report and is closed, and none
# is opened. A registry that is not at the top (ROOT) has an issue of its own. LABELS and ASSIGNEES
# are those of a new issue: later they belong to the people who work on it.
# Needs the GitHub command line (gh) with GH_TOKEN, the token of the workflow, and GH_REPO.
set -euo pipefail

if [[ ! ${NEEDS_ATTENTION:-} =~ ^(0|[1-9][0-9]*)$ || ! -s ${REPORT:-} ]]; then
  echo "error: NEEDS_ATTENTION must be a number, and REPORT a file with the report; the issue was not changed" >&2
  exit 2
fi
title="Predictions due"
root=${ROOT:-.}
root=${root#./}
root=${root%/}
[[ -z $root || $root == . ]] || title+=" in $root"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
# GitHub takes at most 65,536 characters. The cut is made between paragraphs; awk may count bytes.
LC_ALL=C awk 'BEGIN { RS = ""; ORS = "\n\n" }
  { size += length($0) + 2 }
  size > 60000 { print "(Shortened. `tracker due` lists the rest.)"; exit }
  { print }' "$REPORT" > "$body"

# Only an issue that a workflow opened: anyone can open one with this title and control its text.
issues=$(gh issue list --state open --search "in:title \"$title\"" --limit 100 --json number,title,author \
  --jq '.[] | select(.author.is_bot) | "\(.number) \(.title)"')
number=
while read -r each text; do
  if [[ -z $number && $text == "$title" ]]; then number=$each; fi
done <<< "$issues"

if [[ -n $number ]]; then
  gh issue edit "$number" --body-file "$body"
  if (( NEEDS_ATTENTION == 0 )); then
    gh issue close "$number" --comment "Nothing is due."
  fi
elif (( NEEDS_ATTENTION > 0 )); then
  new=(--title "$title" --body-file "$body")
  [[ -z ${LABELS:-} ]] || new+=(--label "${LABELS//, /,}")
  [[ -z ${ASSIGNEES:-} ]] || new+=(--assignee "${ASSIGNEES//, /,}")
  gh issue create "${new[@]}"
else
  echo "Nothing is due, and no issue is open."
fi
