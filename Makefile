# make serve  starts the service; make test  runs everything that can run on this machine;
# make bench  measures speed, make soak  what long runs and sudden ends do.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
          --no-emit-index-url --no-annotate --no-header

.PHONY: serve test lint lock audit bench soak clean

serve: $(VENV)/.serve
	@exec $(BIN)/faq-bot serve

test: $(VENV)/.test
	@$(BIN)/python tests/run.py

lint: $(VENV)/.test
	$(BIN)/ruff check faq_bot tests benchmarks
	$(BIN)/ruff format --check faq_bot tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/faq-bot check

# Renew the locks, for all systems and Python 3.11 or later: the service as `make serve` has it, and with all it can use.
lock: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml --extra slack --output-file requirements.lock
	$(LOCK) pyproject.toml --extra oidc --extra postgresql --extra redis --extra slack --output-file requirements-all.lock

audit:
	.ci/audit

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

soak: $(VENV)/.bench
	$(BIN)/python -m benchmarks soak_kill lasting fuzz

clean:
	rm -rf $(VENV) build dist

# Each stamp is newer than pyproject.toml once its extras are installed: the second start does nothing.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# What the service runs on is exactly what the lock names, with its hashes.
$(VENV)/.serve: pyproject.toml requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.serve

$(VENV)/.bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@
