#!/usr/bin/env bash
# The environment of the engine's peers, apart: together with the tests' own set, versions would give way to each other.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_LINK_MODE=copy

mkdir -p test-results
[ -x .venv-bench/bin/python ] || .venv/bin/uv venv -q --python .venv/bin/python .venv-bench
.venv/bin/uv pip sync -q --python .venv-bench/bin/python --require-hashes requirements/bench.txt
if [ ! -d "${GOOD_ENOUGH_GOLFERS:-../good-enough-golfers}" ]; then
    printf '%s\n' "good-enough-golfers is not beside the project: its column stays empty. Check it out there, or set GOOD_ENOUGH_GOLFERS."
fi
