#!/bin/sh
# Holds the templates and the settings to the code before any of it is sent.
set -eu
cd "$(dirname "$0")/../.."
exec sh tools/bootstrap.sh -m pytest -q tests/infra
