#!/bin/sh
# Sets up .venv from the lock file, once; running it again mends what was interrupted. POSIX sh, Linux and macOS.
set -eu

uv_version=0.13.9 # what is installed into .tools where there is no working uv
uv_oldest=0.5     # the first one that reads this project's files
log=var/log/setup.log

cd "$(dirname "$0")/.."
root=$(pwd -P)
stamp=.venv/.ready-$(cat uv.lock pyproject.toml .python-version | cksum | tr ' ' '-')
unfinished=.tools/unfinished

say() { printf '%s\n' "$*" >&2; }

fail() {
    printf '\nSet-up stopped: %s\n' "$*" >&2
    exit 1
}

# The stamp holds the folder's path: an environment does not survive being moved.
is_ready() { [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$root" ]; }

is_usable() { # does this uv run here (a shim may not), and is it new enough?
    found=$("$1" --version 2>/dev/null | awk '{print $2}') || return 1
    [ -n "$found" ] && [ "$(printf '%s\n%s\n' "$uv_oldest" "$found" | sort -t. -k1,1n -k2,2n | head -n 1)" = "$uv_oldest" ]
}

# Any Python that can make a virtual environment; asked from / because a shim obeys this folder's .python-version.
find_python() {
    seen=
    for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python3.9 python3.8 \
        /usr/bin/python3 /usr/local/bin/python3 /opt/homebrew/bin/python3; do
        path=$(cd / && "$name" -c 'import sys; print(sys.version_info >= (3, 8) and sys.executable or "")' 2>/dev/null) || continue
        [ -n "$path" ] || continue
        seen=$path
        if (cd / && "$path" -c 'import ensurepip, venv') 2>/dev/null; then
            python=$path
            return
        fi
    done
    [ -z "$seen" ] || fail "$seen cannot make virtual environments.
Install what is missing and run the command again: apt install python3-venv (Debian, Ubuntu)."
    fail "no Python 3.8 or newer was found.
Install one and run the command again: apt install python3 python3-venv (Debian, Ubuntu), brew install python (macOS)."
}

# A Python 3.10 that really runs. pyenv's shim may lead nowhere, and then uv would go to the network for what is there.
find_python_310() {
    for name in "$root/.venv/bin/python" python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python3.10; do
        "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null || continue
        "$name" -c 'import os, sys; print(os.path.realpath(sys.executable))' 2>/dev/null && return
    done
}

explain() { # the sentence for what stands in the log
    if grep -qiE 'no interpreter found|no download available|python-build-standalone' "$log"; then
        echo "there is no Python 3.10 on this machine and none can be downloaded.
Check the network (behind a proxy set HTTPS_PROXY) or install one (pyenv install 3.10), and run the command again."
    elif grep -qiE 'dns error|name resolution|failed to (fetch|download)|error sending request|connect(ion)? (refused|error|reset|timed out)|newconnectionerror|network is unreachable|request failed|timed out|no matching distribution|offline|certificate' "$log"; then
        echo "packages cannot be downloaded.
Check the network (behind a proxy set HTTPS_PROXY, for an index of your own UV_DEFAULT_INDEX) and run the command again: it goes on where it stopped."
    elif grep -qiE 'no space left|disk quota' "$log"; then
        echo "the disk is full. Free 4 GB and run the command again."
    elif ! command -v cc >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1 &&
        grep -qiE 'failed to build|(cc|gcc|clang).*(not found|no such file)|unable to execute' "$log"; then
        echo "a package has to be compiled on this machine and there is no C compiler.
Install one and run the command again: apt install build-essential python3-dev (Debian, Ubuntu), xcode-select --install (macOS)."
    else
        echo "see the last lines of $log:
$(tail -n 15 "$log")"
    fi
}

logged() { # runs a command with its output on the terminal and in the log; its exit status
    { "$@" 2>&1 && status=0 || status=$?; echo "$status" >"$log.status"; } | tee -a "$log" >&2
    return "$(cat "$log.status")"
}

find_uv() {
    uv=uv
    is_usable "$uv" && return
    uv=$root/.tools/uv/bin/uv
    is_usable "$uv" && return
    find_python
    say "Getting uv $uv_version with $python …"
    rm -rf .tools/uv
    logged "$python" -m venv .tools/uv || fail "$(explain)"
    logged .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version" || fail "$(explain)"
    is_usable "$uv" || fail "$uv does not run on this machine. Install uv by hand (https://docs.astral.sh/uv) and run the command again."
}

if is_ready; then
    exit 0
fi
mkdir -p "$(dirname "$log")" .tools
: >"$log"
find_uv
unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT || :
if [ -z "${UV_PYTHON:-}" ]; then
    UV_PYTHON=$(find_python_310 | head -n 1)
    if [ -n "$UV_PYTHON" ]; then export UV_PYTHON; else unset UV_PYTHON; fi # without one uv fetches it
fi

# An environment that was moved, interrupted or lost its Python is made anew; what was downloaded is still in uv's cache.
made_in=$(cat .venv/.ready-* 2>/dev/null) || made_in=$root
if [ -e "$unfinished" ] || [ "$made_in" != "$root" ] || ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
fi
: >"$unfinished"
say "Setting up Python packages (the first time a few minutes and 3 GB) …"
logged "$uv" sync --frozen || fail "$(explain)"
rm -f .venv/.ready-* "$unfinished"
printf '%s' "$root" >"$stamp"
say "Set-up is ready."
