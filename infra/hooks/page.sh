#!/bin/sh
# Builds the page for the API of this environment.
set -eu
cd "$(dirname "$0")/../.."
exec sh tools/bootstrap.sh -m tools.cloud.page
