# Checks what a deployment needs before anything is made.
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "python.ps1") -m tools.cloud.preflight
exit $LASTEXITCODE
