# make serve  starts the service; make test  runs everything that can run on this machine;
# make bench  measures speed, make soak  what long runs and sudden ends do.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: serve test lint bench soak clean

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

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

soak: $(VENV)/.bench
	$(BIN)/python -m benchmarks soak_kill lasting

clean:
	rm -rf $(VENV) build dist

# Each stamp is newer than pyproject.toml once its extras are installed: the second start does nothing.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.serve

$(VENV)/.bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@
