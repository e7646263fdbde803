#!/usr/bin/env bash
# Renews requirements.txt (what runs) and requirements-dev.txt (what tests): every package with its hashes and
# without the address of any index, so that the files say what, and the machine says where from.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  [ -x .tools/bin/uv ] || python3 -m pip install -q --target .tools uv
  export PYTHONPATH=.tools; uv=.tools/bin/uv
fi
common=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate)
"$uv" pip compile "${common[@]}" pyproject.toml -o requirements.txt
"$uv" pip compile "${common[@]}" pyproject.toml --extra heic --extra tnef --group dev --no-emit-package postbon -o requirements-dev.txt
