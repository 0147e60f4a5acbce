#!/bin/sh
# Fills the search indexes and loads the shop; what is there already is left as it is.
set -eu
cd "$(dirname "$0")/../.."
exec sh tools/bootstrap.sh -m tools.cloud.provision
