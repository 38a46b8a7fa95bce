#!/usr/bin/env bash
# Locks requirements/*.in: hashes, no address (whoever installs chooses the index), one set per purpose.
set -euo pipefail
cd "$(dirname "$0")/../requirements"

lock() {
    local set=$1
    shift
    ../.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-emit-index-url --no-annotate --no-header --output-file "$set.txt" "$@"
}

lock build build.in
lock base base.in build.in
lock test test.in
lock bench bench.in
lock peers peers.in
