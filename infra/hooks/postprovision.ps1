# Fills the search indexes and loads the shop; what is there already is left as it is.
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "python.ps1") -m tools.cloud.provision
exit $LASTEXITCODE
