# make demo | test | check | letters | bench | pins
# Everything below sets itself up in .venv, from the hashed requirements; running it again is quick.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= $(shell nproc)

.PHONY: help demo test check lint letters bench pins clean

help:
	@echo "make demo     the desk with the cast's data: pages on :8000, mail on :8025"
	@echo "make test     the whole suite"
	@echo "make check    lint, types, import contracts, suite: all that CI runs"
	@echo "make letters  render every letter to var/letters"
	@echo "make bench    figures: mails per second, CPU per mail, pages"
	@echo "make pins     renew the hashed requirements after pyproject.toml changed"

# uv when there is one; else uv from pip (allowed outside a venv with --target); else venv and pip.
define install
	@set -e; \
	uv=$$(command -v uv || true); \
	if [ -z "$$uv" ] && [ ! -x .tools/bin/uv ]; then $(PYTHON) -m pip install -q --target .tools uv >/dev/null 2>&1 || true; fi; \
	if [ -z "$$uv" ] && [ -x .tools/bin/uv ]; then uv="PYTHONPATH=.tools .tools/bin/uv"; fi; \
	if [ -n "$$uv" ]; then \
	  [ -x $(BIN)/python ] || env $$uv venv -q --python $(PYTHON) .venv; \
	  env $$uv pip install -q --python $(BIN)/python --require-hashes -r $(1); \
	  env $$uv pip install -q --python $(BIN)/python --no-deps -e .; \
	else \
	  [ -x $(BIN)/python ] || $(PYTHON) -m venv .venv; \
	  $(BIN)/python -m pip install -q --require-hashes -r $(1); \
	  $(BIN)/python -m pip install -q --no-deps -e .; \
	fi
endef

.venv/run.stamp: requirements.txt pyproject.toml
	$(call install,requirements.txt)
	@touch $@

.venv/dev.stamp: requirements-dev.txt pyproject.toml
	$(call install,requirements-dev.txt)
	@touch $@ .venv/run.stamp

demo: .venv/run.stamp
	@$(BIN)/postbon demo

test: .venv/dev.stamp
	@$(BIN)/pytest -n $(JOBS) --dist worksteal

lint: .venv/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test

letters: .venv/run.stamp
	@$(BIN)/postbon letters var/letters

bench: .venv/dev.stamp
	@$(BIN)/python -m bench

pins: .venv/dev.stamp
	@bash deploy/pins.sh

clean:
	rm -rf .venv .tools var
