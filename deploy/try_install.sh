#!/usr/bin/env bash
# The built wheel as a program of its own, by pipx and by uv, each in a folder that goes away: `make install-test`.
# Fetches what the desk stands on from the package index this machine was told of; needs Python alone.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/python -m hatchling build -t wheel -d "$folder" >/dev/null 2>&1
wheel=$(ls "$folder"/*.whl)
echo "built $(basename "$wheel"), $(du -k "$wheel" | cut -f1) KB"

by_pipx() {
  "$PYTHON" -m venv "$folder/pipx"
  "$folder/pipx/bin/pip" install -q pipx
  PIPX_HOME=$folder/pipx/home PIPX_BIN_DIR=$folder/pipx/programs PIPX_MAN_DIR=$folder/pipx/man \
    "$folder/pipx/bin/pipx" install --python "$PYTHON" "$wheel" >/dev/null
}

by_uv() {
  UV_TOOL_DIR=$folder/uv/home UV_TOOL_BIN_DIR=$folder/uv/programs deploy/uv tool install -q --python "$PYTHON" "$wheel"
}

for way in pipx uv; do
  began=$SECONDS
  "by_$way"
  took=$((SECONDS - began))
  program=$folder/$way/programs/postbon
  mkdir "$folder/$way/desk"
  cd "$folder/$way/desk"
  POSTBON_INIT_ADMIN_PASSWORD="een hele lange zin" "$program" init --name Zuid --address melding@zuid.example.nl \
    --base-url https://desk.zuid.example.nl --admin ingrid@zuid.example.nl --admin-name "Ingrid Vos" >/dev/null
  "$program" user list | grep -q "Ingrid Vos"
  "$program" letters letters >/dev/null
  cd - >/dev/null
  echo "$way: installed in $took s; a desk was made with it, and all its letters"
done
