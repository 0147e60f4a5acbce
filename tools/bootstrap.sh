#!/bin/sh
# Finds a working Python 3.13+, builds .venv when its inputs changed, and runs what it is given
# with it. POSIX sh, so that it works on Linux, macOS and WSL alike.
set -eu
cd "$(dirname "$0")/.."

works() { "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 13))' >/dev/null 2>&1; }

find_python() {
  for candidate in python3.13 python3.14 python3 python "$HOME"/.pyenv/versions/3.1[3-9]*/bin/python3; do
    if command -v "$candidate" >/dev/null 2>&1 && works "$candidate"; then
      command -v "$candidate"; return
    fi
  done
  if command -v uv >/dev/null 2>&1; then
    found=$(uv python find '>=3.13' 2>/dev/null || true)
    if [ -n "$found" ] && works "$found"; then echo "$found"; return; fi
  fi
  echo "Python 3.13 or newer is needed: install it from python.org, with 'pyenv install 3.13', or with 'uv python install 3.13'." >&2
  exit 1
}

stamp=.venv/.installed
if [ ! -x .venv/bin/python ] || ! works .venv/bin/python; then
  python=$(find_python)
  echo "Making .venv with $python"
  "$python" -m venv --clear .venv || { echo "This Python lacks venv: install it (on Debian, the package python3-venv)." >&2; exit 1; }
fi
wanted=$(cksum requirements.txt requirements-dev.txt)
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
  echo "Installing the Python packages (about a minute, once)"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt \
    || { echo "The packages could not be installed: check the network, or pip's proxy and certificate settings." >&2; exit 1; }
  echo "$wanted" > "$stamp"
fi
exec .venv/bin/python "$@"
