# What one can do here; `make help` lists it. PYTHON is asked only until .venv exists.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
PORT ?= 8000
T ?=
ROWS ?= 100000
SCALE ?=
# One more at work than there are cores: tests wait for databases and a browser.
WORKERS = $$(.venv/bin/python -c 'import os; print((os.cpu_count() or 1) + 1)')

SETUP = command -v $(PYTHON) >/dev/null || { echo "Mooring: there is no $(PYTHON) here; install Python 3.11 or newer, or name one, for example PYTHON=python3.12." >&2; exit 1; }; \
	$(PYTHON) scripts/setup.py

.DEFAULT_GOAL := help
.PHONY: help run test rows check lint fmt faults mutants bench drill reset setup examples

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## the demonstration on http://127.0.0.1:8000 (PORT=8001 for another door)
	@$(SETUP) --port '$(PORT)'
	@.venv/bin/mooring demo
	@.venv/bin/mooring run --port '$(PORT)'

test: examples ## all tests, or some of them: make test T=tests/domain
	@MOORING_CHROMIUM="$$(.venv/bin/python scripts/chromium.py)" .venv/bin/python -m pytest -n $(WORKERS) $(if $(T),$(T),--rows)

rows: examples ## each row of the requirements with the tests that prove it and the pages they pass
	@MOORING_CHROMIUM="$$(.venv/bin/python scripts/chromium.py)" .venv/bin/python -m pytest -n $(WORKERS) --rows --rows-only

check: lint test ## everything that must hold before a commit: lint, then test

lint: setup ## layout, mistakes, types and import rules
	@.venv/bin/ruff format --check --quiet . || { echo "Some files are not laid out as agreed: make fmt"; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

fmt: setup ## lay the code out as agreed
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

faults: setup ## processes killed, disks filled, people writing over each other: nothing acknowledged is lost (SHORT=1: a cut)
	@.venv/bin/python -W ignore -m tests.faults $(if $(SHORT),--short)

bench: setup ## the measurements, as one table; SCALE=england: 153 authorities, kept in var/england
	@.venv/bin/python -m bench $(if $(SCALE),--scale '$(SCALE)')

mutants: setup ## promises are taken out of the code one by one: each time a test must notice (ONLY=tenant: some of them)
	@.venv/bin/python -m tests.mutants $(if $(ONLY),--only '$(ONLY)')

drill: setup ## back up the demonstration while it is written to, restore it, compare, try the wall on the copy
	@.venv/bin/python -W ignore -m tests.drill --rows $(ROWS)

reset: ## start afresh: removes var/, the demonstration's database
	@echo "Removing var/ with the database and everything recorded in it."
	@rm -rf var

setup:
	@$(SETUP)

examples: setup
	@.venv/bin/python scripts/examples.py
