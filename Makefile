# Every target makes the environment it needs: Python 3.11, pip and make are enough to start with.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: demo run test lint bench soak
demo: $(VENV)/ready
	$(PY) run.py demo

run: $(VENV)/ready
	$(PY) run.py

test: $(VENV)/ready-dev lint
	$(PY) -m pytest -n auto --dist worksteal

lint: $(VENV)/ready-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/ready-dev
	$(PY) -m bench

soak: $(VENV)/ready-dev
	$(PY) -m pytest -m "soak or not soak" --soak

$(VENV)/ready: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
