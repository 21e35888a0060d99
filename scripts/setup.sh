# Set-up shared by the scripts beside it; sourced, not run. Debian packages first, then a virtual environment from
# hash-pinned requirements. Everything is skipped in a moment when it is already there.

set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top"

say() { printf '%s\n' "$*" >&2; }

runtime_packages=(python3 python3-venv ca-certificates poppler-utils tesseract-ocr tesseract-ocr-tha libtiff-tools fonts-thai-tlwg)
demo_packages=(dovecot-imapd openssl)
test_packages=(dovecot-imapd openssl systemd git)
slow_packages=(libreoffice-writer-nogui libreoffice-calc-nogui)

# need_packages NAME...: installs what is missing; without root it names them and stops with status 3.
need_packages() {
    local missing=() name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "damrong: these Debian packages are missing: ${missing[*]}"
        say "damrong: install them as root with: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
        exit 3
    fi
    say "damrong: installing Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    local log
    log=$(mktemp)
    if ! { apt-get -q -o DPkg::Lock::Timeout=300 update &&
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        say "damrong: apt-get failed (its last lines are above); nothing of damrong was changed. Mend it and call again."
        rm -f "$log"
        exit 3
    fi
    rm -f "$log"
}

# need_environment LOCK: a virtual environment with exactly what LOCK pins, and this checkout in it.
need_environment() {
    local lock=$1 stamp wanted
    wanted=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
    stamp=.venv/.damrong-stamp
    if [ -x .venv/bin/damrong ] && [ -r "$stamp" ] && { grep -qx "$lock $wanted" "$stamp" || covered "$lock" "$stamp"; }; then
        return 0
    fi
    say "damrong: making the virtual environment .venv from $lock"
    [ -x .venv/bin/python ] || python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    printf '%s %s\n' "$lock" "$wanted" >"$stamp"
}

# covered LOCK STAMP: an environment for development holds all that running needs.
covered() {
    [ "$1" = requirements.lock ] || return 1
    local wanted
    wanted=$(cat requirements-dev.lock pyproject.toml | sha256sum | cut -d' ' -f1)
    grep -qx "requirements-dev.lock $wanted" "$2"
}
