# Asks the deployed app whether it serves.
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "python.ps1") -m tools.cloud.smoke
exit $LASTEXITCODE
