#!/bin/sh
# Loads the sample shop; what is stored already is left as it is.
set -eu
cd "$(dirname "$0")/../.."
exec sh tools/bootstrap.sh -m tools.cloud.seed
