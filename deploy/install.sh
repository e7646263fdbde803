#!/usr/bin/env bash
# Installs a hashed requirements file, and the desk itself, in .venv: deploy/install.sh requirements-dev.txt
# uv is the quick way; pip the one that knows how this machine was told to reach a package index.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHON=${PYTHON:-python3}
requirements=$1

with_uv() {
  { [ -x .venv/bin/python ] || deploy/uv venv -q --clear --python "$PYTHON" .venv; } &&
    deploy/uv pip install -q --compile-bytecode --python .venv/bin/python --require-hashes -r "$requirements" &&
    deploy/uv pip install -q --python .venv/bin/python --no-deps -e .
}

with_pip() {
  { .venv/bin/python -m pip --version >/dev/null 2>&1 || "$PYTHON" -m venv --clear .venv; } &&
    .venv/bin/python -m pip install -q --require-hashes -r "$requirements" &&
    .venv/bin/python -m pip install -q --no-deps -e .
}

with_uv || { echo "uv could not; trying pip" >&2; with_pip; }

# A program that is started for each mail must not be translated each time it is started.
.venv/bin/python -m compileall -q cli.py config convert ingest outbound store web
