# What tools/bootstrap.sh is on POSIX: a Python 3.13 or newer, .venv as the lock says, then the arguments.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "../..")
$python = Join-Path ".venv" "Scripts/python.exe"
if (-not (Test-Path $python)) {
    $made = $false
    foreach ($candidate in "py -3.13", "python3.13", "python") {
        $words = $candidate.Split(" ")
        $options = @($words | Select-Object -Skip 1)
        if (-not (Get-Command $words[0] -ErrorAction SilentlyContinue)) { continue }
        $works = & $words[0] @options -c "import sys; print(sys.version_info >= (3, 13))" 2>$null
        if ($works -ne "True") { continue }
        & $words[0] @options -m venv .venv
        if ($LASTEXITCODE) { exit $LASTEXITCODE }
        $made = $true
        break
    }
    if (-not $made) { throw "Python 3.13 or newer is needed: install it from python.org." }
}
$stamp = Join-Path ".venv" ".installed-windows"
$wanted = (Get-FileHash requirements-dev.txt).Hash
if (-not (Test-Path $stamp) -or (Get-Content $stamp) -ne $wanted) {
    & $python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    Set-Content $stamp $wanted
}
& $python @args
exit $LASTEXITCODE
