# Loads the sample shop; what is stored already is left as it is.
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "python.ps1") -m tools.cloud.seed
exit $LASTEXITCODE
