# make demo | test | check | letters | pictures | bench | crash | flood | circles | hostile-api | day | pins
# Everything below sets itself up in .venv, from the hashed requirements; running it again is quick.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PYTHON ?= python3
BIN := .venv/bin
JOBS ?= $(shell echo $$(($$(nproc) * 2)))  # tests wait for servers as well

.PHONY: docs help demo test check lint letters pictures letter-pictures bench crash flood circles hostile-api day reminders install-test pins clean

help:
	@echo "make demo     the desk with the cast's data: pages on :8000, mail on :8025"
	@echo "make test     the whole suite"
	@echo "make check    lint, types, import contracts, suite: all that CI runs"
	@echo "make letters  render every letter to var/letters"
	@echo "make pictures take the pictures of README and guide anew"
	@echo "make letter-pictures  what both receive while a job goes by mail alone (docs/by-mail-alone.md)"
	@echo "make bench    figures: mails per second, CPU per mail, pages"
	@echo "make crash    1,000 rounds in which machines fail: node, database, disk, clock, net (ROUNDS=12: as in the suite; SEED=…)"
	@echo "make flood    10,000 forged mails of danger in an hour (FORGERS=1000: as in the suite)"
	@echo "make circles  5,000 random histories in which nobody may read another (HISTORIES=200: fewer; TURN=200: what notices a turned cell)"
	@echo "make hostile-api  schemathesis calls the API of a desk of its own, and nothing may be a 500 (CALLS=20 of each operation; SEED=1)"
	@echo "make day      a clerk decides on 100 of 200 mails in a browser, and how many presses and scrolls each took"
	@echo "make reminders  reminders over three years with restarts, jumping clocks and two nodes, 2,000 times; 40 on each database"
	@echo "make install-test  the built wheel by pipx and by uv, and a desk made with each; needs a package index"
	@echo "make pins     renew the hashed requirements after pyproject.toml changed"

.venv/run.stamp: requirements.txt pyproject.toml
	@deploy/install.sh $<
	@touch $@

.venv/dev.stamp: requirements-dev.txt pyproject.toml
	@deploy/install.sh $<
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

pictures: .venv/dev.stamp
	@$(BIN)/python deploy/photograph.py

letter-pictures: .venv/dev.stamp
	@$(BIN)/python deploy/photograph_letters.py

bench: .venv/dev.stamp
	@$(BIN)/python -m bench

crash: .venv/dev.stamp
	@ROUNDS=$(or $(ROUNDS),1000) $(BIN)/pytest -q -s -n 0 tests/journeys/test_power_failure.py

day: .venv/dev.stamp
	@POSTBON_TEST_EVERY_CASE=1 DRAFTS=200 BY_KEY=60 BY_MOUSE=40 $(BIN)/pytest -q -rP -n 0 tests/web/staff/tray/test_working_day.py

circles: .venv/dev.stamp
	@HISTORIES=$(or $(HISTORIES),5000) PARTS=$$((6 * $$(nproc))) $(BIN)/pytest -q -rP -n $$(nproc) tests/journeys/test_nobody_reads_another.py

hostile-api: .venv/dev.stamp
	@POSTBON_BENCH_CALLS=$(or $(CALLS),20) POSTBON_BENCH_SEED=$(or $(SEED),1) $(BIN)/python -m bench hostile_api

reminders: .venv/dev.stamp
	@REMINDER_YEARS=$(or $(REMINDER_YEARS),2000) REMINDER_STORES=$(or $(REMINDER_STORES),40) $(BIN)/pytest -q -n 0 tests/outbound/test_three_years.py

install-test: .venv/dev.stamp
	@deploy/try_install.sh

flood: .venv/dev.stamp
	@FORGERS=$(or $(FORGERS),10000) $(BIN)/pytest -q -n 0 tests/journeys/test_floods.py

pins: .venv/dev.stamp
	@deploy/pins.sh

clean:
	rm -rf .venv .tools var

docs: .venv/dev.stamp
	@PYTHONPATH=. $(BIN)/python deploy/draw_states.py
