# Holds the templates and the settings to the code before any of it is sent.
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "python.ps1") -m pytest -q tests/infra
exit $LASTEXITCODE
