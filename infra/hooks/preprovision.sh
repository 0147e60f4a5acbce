#!/bin/sh
# Checks what a deployment needs before anything is made.
set -eu
cd "$(dirname "$0")/../.."
exec sh tools/bootstrap.sh -m tools.cloud.preflight
