#!/usr/bin/env bash
# Renews requirements.txt (what runs), requirements-all.txt (with every extra) and requirements-dev.txt (what tests): every package with its hashes and
# without the address of any index, so that the files say what, and the machine says where from.
set -euo pipefail
cd "$(dirname "$0")/.."

pins() {
  deploy/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml "$@"
}

pins -o requirements.txt
pins --extra heic --extra oidc --extra oauth --extra pdf --extra s3 -o requirements-all.txt
pins --extra heic --extra oidc --extra oauth --extra pdf --extra s3 --group dev --no-emit-package postbon -o requirements-dev.txt
