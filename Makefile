# What a contributor runs. It needs Python 3.11 or newer, make and git; the rest is in the lock.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help test quick test-lowest demo lint format types contracts check lock clean

help: ## Say what there is
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# The environment follows the lock: it is made anew when the lock changes, and only then.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

test: $(READY) ## Run every test
	$(BIN)/pytest $(ARGS)

quick: $(READY) ## Run the tests that take no installing: the loop while writing
	$(BIN)/pytest -m "not slow" $(ARGS)

test-lowest: $(READY) ## Run the quick tests with the oldest dependencies that we allow
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .cache/venv-lowest
	VIRTUAL_ENV=.cache/venv-lowest $(BIN)/uv pip install --quiet --resolution lowest-direct -e '.[dev]'
	.cache/venv-lowest/bin/pytest -m "not slow" $(ARGS)

demo: $(READY) ## From nothing to a service that answers, through the server
	$(BIN)/python demo/run.py $(ARGS)

lint: $(READY) ## Check style and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(READY) ## Mend style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY) ## Check types
	$(BIN)/mypy

contracts: $(READY) ## Write tools/*.json and the README's part from the code
	$(BIN)/fe-skill contracts

check: lint types test ## All of the above that a change has to pass

lock: $(READY) ## Choose the newest dependencies anew
	$(BIN)/uv pip compile --quiet --upgrade --universal --extra dev --generate-hashes \
		--custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

clean: ## Remove what was made
	rm -rf $(VENV) .cache dist build
