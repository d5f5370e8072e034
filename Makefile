# Jisr: `make run` and `make test` are all one needs. Nothing here needs root, a container, or a database beforehand.

PYTHON ?= python3
JISR = .venv/bin/python -m jisr
UV = .venv/bin/python -m uv
LOCK = $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

# compiled modules are kept, whatever the shell asks: the product is several processes, each reads 2,000 of them
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run setup test lint lock environment environment-dev
.DEFAULT_GOAL := help

help: ## what there is
	@echo 'make COMMAND'
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F'\t' '{printf "  %-8s %s\n", $$1, $$2}'
	@echo 'More: .venv/bin/python -m jisr help'

run: environment ## start everything and say where to look; PORT=8001 HOST=0.0.0.0 JISR_DATA=/place DATABASE_URL=... KIT=FILE if wanted
	@exec $(JISR) run

setup: environment ## make the environment alone: packages, words, fonts
	@$(JISR) setup

test: environment-dev ## run every test
	@$(JISR) setup
	@.venv/bin/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder

lint: environment-dev ## style, types, walls, docstrings
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/interrogate --quiet jisr
	@JISR_DB_APP=postgresql://nobody@/none JISR_SECRET_FILE=pyproject.toml .venv/bin/mypy

lock: environment-dev ## write the hashed lists of parts again from pyproject.toml
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) --group dev pyproject.toml -o requirements-dev.txt
	@echo uv | $(LOCK) - -o requirements-installer.txt

environment:
	@command -v $(PYTHON) >/dev/null || { echo 'Jisr needs Python 3.11 or later, and there is no $(PYTHON) here.' >&2; exit 1; }
	@$(PYTHON) scripts/environment.py

environment-dev:
	@command -v $(PYTHON) >/dev/null || { echo 'Jisr needs Python 3.11 or later, and there is no $(PYTHON) here.' >&2; exit 1; }
	@$(PYTHON) scripts/environment.py dev
