#!/usr/bin/env bash
# Sets this tree up in .venv: `tools/setup.sh base` to run it, `tools/setup.sh test` to work on it as well.
# Does nothing when nothing changed, and then needs no network. A tree set up for `test` is set up for `base`.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_LINK_MODE=copy

wanted=${1:-base}
python=.venv/bin/python

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_recent "$candidate"; then command -v "$candidate"; return; fi
    done
    fail "Entregent needs Python 3.11 or newer and found none. Nothing was changed." \
        "Install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv), or name it: make ${MAKECMDGOALS:-setup} PYTHON=/path/to/python3"
}

# An environment names its own folder in each of its commands: a tree that was moved needs a new one.
was_made_here() { grep -qF "$(pwd -P)/.venv" .venv/bin/activate; }

# What a set was made from: the locks, how the project is built, and where the tree stands (an editable install says so).
fingerprint() {
    cat "requirements/$1.txt" pyproject.toml tools/setup.sh | "$python" -c \
        'import hashlib, os, sys; print(hashlib.sha256(sys.stdin.buffer.read() + os.getcwd().encode()).hexdigest())'
}

is_set_up() { [ -f ".venv/set-$1" ] && [ "$(cat ".venv/set-$1")" = "$(fingerprint "$1")" ]; }

make_environment() {
    local found
    found=$(find_python)
    say "[1/4] Making .venv with $("$found" --version)"
    if "$found" -m venv --clear .venv >/dev/null 2>&1; then return; fi
    rm -rf .venv
    if command -v uv >/dev/null 2>&1 && uv venv -q --python "$found" .venv; then return; fi
    fail "$found cannot make a virtual environment: its venv module or ensurepip is missing, and there is no uv either." \
        "Install what is missing (Debian, Ubuntu: apt-get install python3-venv), then run the same command again."
}

put_installer() {
    say "[2/4] Putting the locked installer in it"
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
            -r requirements/build.txt
    else
        uv pip install -q --python "$python" --require-hashes -r requirements/build.txt
    fi || fail "The installer could not be fetched. Check the network and the package index, then run the same command again."
}

install_set() {
    say "[3/4] Installing the locked set \"$1\" ($(grep -c '==' "requirements/$1.txt") packages)"
    rm -f .venv/set-*
    # Bytecode now: where none may be written later (usual in containers) each process would read all sources again.
    .venv/bin/uv pip sync --python "$python" --compile-bytecode --require-hashes --no-build "requirements/$1.txt" ||
        fail "The packages could not be installed. Check the network and the package index, then run the same command again."
    say "[4/4] Installing Entregent itself"
    .venv/bin/uv pip install -q --python "$python" --no-deps --no-build-isolation --editable .
    fingerprint "$1" >".venv/set-$1"
}

# The .mo files are made, not kept: again whenever a catalogue is newer.
compile_translations() {
    local catalogue
    for catalogue in src/entregent/locale/*/LC_MESSAGES/django.po; do
        if [ "$catalogue" -nt "${catalogue%.po}.mo" ]; then "$python" tools/messages.py compile; return; fi
    done
}

# The engine's loops become machine code once, so that no page waits for it.
compile_kernels() {
    if [ -f .venv/kernels ] && [ -z "$(find src/entregent/engine -name '*.py' -newer .venv/kernels)" ]; then return; fi
    say "Compiling the engine"
    if "$python" -c 'from entregent.engine.warming import warm_up; warm_up()'; then touch .venv/kernels; fi
}

case $wanted in base | test) ;; *) fail "There is no set \"$wanted\": base or test." ;; esac
if ! is_recent "$python" || ! was_made_here; then make_environment; fi
if ! is_set_up "$wanted" && ! { [ "$wanted" = base ] && is_set_up test; }; then
    [ -x .venv/bin/uv ] || put_installer
    # Going on to run a tree that is being worked on keeps the tools of that work.
    if [ "$wanted" = base ] && [ -f .venv/set-test ]; then wanted=test; fi
    install_set "$wanted"
fi
compile_translations
compile_kernels
