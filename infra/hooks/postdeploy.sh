#!/bin/sh
# Asks the deployed app whether it serves.
set -eu
cd "$(dirname "$0")/../.."
exec sh tools/bootstrap.sh -m tools.cloud.smoke
