#!/bin/sh
# Makes the environments the offline checks of infra/ need, under .data, and runs those checks.
# Both tools lie beside the repository; without them tests/infra skips what needs them, by name.
set -eu
cd "$(dirname "$0")/.."
shared=../shared/tools
folder=.data/infra_checks
if [ ! -d "$shared" ]; then
  echo "The checkers are not beside the repository; tests/infra runs without them." >&2
  exit 1
fi
mkdir -p "$folder"
wanted="tree-sitter==0.26.1 tree-sitter-bicep==1.1.0"
if [ "$(cat "$folder/.bicep" 2>/dev/null)" != "$wanted" ]; then
  for python in python3.13 python3.12 python3.11 python3; do
    if "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then break; fi
  done
  "$python" -m venv --clear "$folder/venv"
  # shellcheck disable=SC2086 # two requirements, not one
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check $wanted
  echo "$wanted" > "$folder/.bicep"
fi
if [ ! -d "$folder/kql/node_modules" ]; then
  cp -R "$shared/kql_check" "$folder/kql"
  (cd "$folder/kql" && npm install --silent --no-audit --no-fund)
fi
exec sh tools/bootstrap.sh -m pytest -q tests/infra
