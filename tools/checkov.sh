#!/bin/sh
# Runs checkov over the templates in an environment of its own, and refuses a run that could not
# read them: checkov ends with 0 and no checks when it cannot parse a file. Not part of make test.
set -eu
cd "$(dirname "$0")/.."
VERSION=3.3.30
folder=.data/checkov
if [ ! -x "$folder/bin/checkov" ] || [ "$(cat "$folder/.version" 2>/dev/null)" != "$VERSION" ]; then
  for python in python3.12 python3.11 python3.13 python3; do
    if "$python" -c 'import venv' >/dev/null 2>&1; then break; fi
  done
  "$python" -m venv --clear "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "checkov==$VERSION"
  echo "$VERSION" > "$folder/.version"
fi
report="$folder/report.json"
# Skips live in infra/bicep/checkov.yaml, each with its reason.
"$folder/bin/checkov" --config-file infra/bicep/checkov.yaml --directory infra/bicep --framework bicep \
  --output json --quiet --compact --soft-fail --skip-download > "$report"
exec "$folder/bin/python" - "$report" <<'PY'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
if "summary" not in report:
    sys.exit(f"checkov checked nothing: {report}")
summary = report["summary"]
print({name: summary[name] for name in ("passed", "failed", "skipped", "parsing_errors")})
for check in report["results"]["failed_checks"]:
    print(f"{check['check_id']} {check['resource']} {check['file_path']}: {check['check_name']}")
for file in report["results"].get("parsing_errors", []):
    print(f"not parsed: {file}")
if summary["parsing_errors"] or summary["failed"] or not summary["passed"]:
    sys.exit(1)
PY
