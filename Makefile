# make run and make test do everything on a fresh Debian with Python; see README.md for Windows.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test check cover bench screens install data clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/.dev
	tools/ensure_chromium.sh
	$(BIN)/pytest --ignore=tests/browser -n auto --maxprocesses 4 --dist loadfile
	$(BIN)/pytest tests/browser -n 2 --dist loadfile

# branch coverage of what reads and what measures
cover: $(VENV)/.dev
	$(BIN)/pytest tests/reading tests/progress tests/test_command_line.py tests/test_plan_2023.py \
		--deselect tests/reading/test_deadlines.py::test_no_text_takes_long \
		--cov=pac.reading --cov=pac.progress --cov-branch --cov-report=term:skip-covered --cov-fail-under=95

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# how fast the board is beside its references, into docs/performance.md; some eight minutes
bench: $(VENV)/.dev
	tools/ensure_chromium.sh
	$(BIN)/python -m bench

# docs/screens, pictures of every page of the real board
screens: $(VENV)/.dev
	tools/ensure_chromium.sh
	$(BIN)/python -m tools.take_screenshots
	$(BIN)/python -m tools.take_manual_screenshots

install: $(VENV)/.dev

# data/plan_2023.xlsx and data/ejemplo_seguimiento_2023.xlsx, again from the source text
data: $(VENV)/.run
	$(BIN)/python -m tools.build_plan_2023

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
