# `make run` starts Kith; `make test` checks everything; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run
DEV_STAMP := $(VENV)/.dev
export UV_PYTHON_DOWNLOADS = never
COMPILE = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	pyproject.toml --extra postgresql --group setup

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types contracts unit wheel bench screenshots lock clean

help: ## list what can be asked for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Kith needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

# Each stamp is newer than its lock only when exactly that lock is installed.
$(RUN_STAMP): locks/run.txt pyproject.toml | $(BIN)/uv
	@test -f $(DEV_STAMP) || $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r locks/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): locks/dev.txt pyproject.toml | $(BIN)/uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r locks/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@ $(RUN_STAMP)

setup: $(RUN_STAMP) ## make the private environment

run: $(RUN_STAMP) ## start Kith and say where; SAMPLE=1 loads a sample network first
	@[ -z "$$SAMPLE" ] || $(BIN)/kith sample load
	@$(BIN)/kith serve

test: $(DEV_STAMP) lint types contracts unit ## pass everything

lint: $(DEV_STAMP) ## style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV_STAMP) ## mypy --strict
	$(BIN)/python -m mypy

contracts: $(DEV_STAMP) ## arrows only point down
	$(BIN)/lint-imports

# Browser tests run by themselves: their driver keeps an event loop in the process it lives in.
SUITE = $(BIN)/python -m pytest -n 2 --ignore=tests/browser && $(BIN)/python -m pytest -n 2 tests/browser

# Also on PostgreSQL, where KITH_TEST_POSTGRESQL names a server on which databases may be made.
unit: $(DEV_STAMP) ## the test suite, on SQLite and on PostgreSQL
	$(SUITE)
	@if [ -n "$$KITH_TEST_POSTGRESQL" ]; then \
		echo "Once more, on PostgreSQL:"; \
		export KITH_DATABASE_URL="$$KITH_TEST_POSTGRESQL"; $(SUITE); \
	elif [ -n "$$KITH_REQUIRE_ALL" ]; then \
		echo "KITH_TEST_POSTGRESQL is not set, and nothing may be skipped."; exit 1; \
	else \
		echo "SKIPPED: PostgreSQL. Set KITH_TEST_POSTGRESQL=postgresql://user:password@host/name to run there too."; \
	fi

bench: $(DEV_STAMP) ## the benchmarks, as one table
	$(BIN)/python -m benchmarks

screenshots: $(DEV_STAMP) ## take the pictures in docs/pictures anew, with the sample network
	$(BIN)/python scripts/screenshots.py

wheel: $(DEV_STAMP) ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: $(BIN)/uv ## compile the hashed requirements anew
	$(COMPILE) -o locks/run.txt
	$(COMPILE) --group dev -o locks/dev.txt

clean: ## remove the environment and what was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
