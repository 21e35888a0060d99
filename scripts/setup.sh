# Set-up shared by the scripts beside it; sourced, not run. Debian packages first, then a virtual environment from
# hash-pinned requirements. Everything is skipped in a moment when it is already there.

set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top"

say() { printf 'damrong: %s\n' "$*" >&2; }

runtime_packages=(python3 python3-venv ca-certificates tzdata poppler-utils tesseract-ocr tesseract-ocr-tha libtiff-tools fonts-thai-tlwg)
demo_packages=(dovecot-imapd openssl)
test_packages=(dovecot-imapd openssl systemd git)
slow_packages=(libreoffice-writer-nogui libreoffice-calc-nogui)

# need_packages NAME...: installs what is missing; without root it names them and stops with status 3.
need_packages() {
    local missing=() name
    local -A there=()
    while read -r name; do
        there[$name]=1
    done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p')
    for name in "$@"; do
        [ -n "${there[$name]:-}" ] || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "these Debian packages are missing: ${missing[*]}"
        say "install them as root with: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
        exit 3
    fi
    say "installing Debian packages: ${missing[*]}"
    local log
    log=$(mktemp)
    if ! install_packages "${missing[@]}" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        say "apt-get failed (its last lines are above); call again when the cause is mended."
        rm -f "$log"
        exit 3
    fi
    rm -f "$log"
}

# install_packages NAME...: as root. The mail server serves the demo and the tests, each with its own configuration on the
# loopback; the machine itself must not begin to listen for mail because of us.
install_packages() {
    local quiet=0
    if [ ! -e /usr/sbin/policy-rc.d ] && [[ " $* " == *" dovecot-imapd "* ]]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
        quiet=1
    fi
    local status=0
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -q -o DPkg::Lock::Timeout=300 update &&
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"; } || status=$?
    if [ $quiet = 1 ]; then
        rm -f /usr/sbin/policy-rc.d
        trap - EXIT
        systemctl disable dovecot.service dovecot.socket || true
    fi
    return $status
}

# need_environment LOCK: a virtual environment with what LOCK pins, and this checkout in it. One caller at a time.
need_environment() {
    is_made "$1" && return 0
    {
        flock 9
        is_made "$1" || make_environment "$1"
    } 9<"$top"
}

stamp=.venv/.damrong-stamp

# state LOCK: changes whenever the environment must be made anew; a checkout that was moved is such a case.
state() {
    printf '%s %s\n' "$1" "$({ cat "$1" pyproject.toml && echo "$top"; } | sha256sum | cut -d' ' -f1)"
}

# is_made LOCK: an environment for development holds all that running needs, too.
is_made() {
    [ -x .venv/bin/damrong ] && [ -r "$stamp" ] || return 1
    grep -qxF "$(state "$1")" "$stamp" || { [ "$1" = requirements.lock ] && grep -qxF "$(state requirements-dev.lock)" "$stamp"; }
}

make_environment() {
    say "making the virtual environment .venv from $1"
    rm -f "$stamp"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
    if ! { .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1" &&
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .; }; then
        say "pip failed (its words are above). Nothing is lost: call again when the cause is mended."
        exit 75
    fi
    state "$1" >"$stamp"
}
