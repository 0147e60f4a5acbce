# Builds the page for the API of this environment.
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "python.ps1") -m tools.cloud.page
exit $LASTEXITCODE
