# Bundel: `make demo` to see it, `make test` to prove it; `make help` for the rest.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := node_modules/.ready
ASSETS := src/bundel/web/static/build/.ready
CATALOGUE := src/bundel/locale/en/LC_MESSAGES/django.mo

.PHONY: help demo up test check soak bench docs format clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: ready ## Set everything up and run a living example
	@$(BIN)/bundel demo

up: ready ## Run Bundel on this computer
	@$(BIN)/bundel up

test: check ## Set everything up and pass every test
	$(BIN)/pytest -q -n 2 --dist loadgroup --cov --cov-report= tests
	$(BIN)/python -m tests.house.coverage_floor

check: ready ## Style, types, contracts, migrations, translations, licences, documents
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.house.checks

soak: ready ## Half an hour of people at work while parts are killed (BUNDEL_SOAK_SECONDS, BUNDEL_SOAK_SEED)
	BUNDEL_SOAK_SECONDS=$${BUNDEL_SOAK_SECONDS:-1800} $(BIN)/pytest -q -s -p no:cacheprovider tests/soak

bench: ready ## Measure, and print it beside what it is measured against
	$(BIN)/python -m tests.bench

docs: ready ## Write the generated pages of docs/reference anew
	$(BIN)/python -m tests.house.documents --write

format: ready ## Put the code in the house style
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

clean: ## Remove what `make` made, except your own data in var/live
	rm -rf $(VENV) node_modules var/demo var/test src/bundel/web/static/build

.PHONY: ready
ready: $(READY) $(ASSETS) $(CATALOGUE)

$(READY): requirements/dev.txt requirements/node.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Bundel needs Python 3.11 or newer; set PYTHON=python3.12, for example." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@command -v npm >/dev/null || \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(NODE_READY): package.json package-lock.json $(READY)
	@if command -v npm >/dev/null; then npm ci --silent; else PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent; fi
	@touch $@

$(ASSETS): $(NODE_READY) src/bundel/web/assets.py $(wildcard src/bundel/web/styles/*)
	$(BIN)/python -m bundel.web.assets
	@touch $@

$(CATALOGUE): src/bundel/locale/en/LC_MESSAGES/django.po $(READY)
	$(BIN)/python -m tests.house.catalogue --compile
