# Every target makes what it needs in .venv. PYTHON may name another interpreter: make run PYTHON=python3.13
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run test check format bench pictures docs clean

help:  ## show the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Sourcebook needs Python 3.11 or later; '$(PYTHON)' is not. Name another: make run PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	    echo "No virtual environment could be made; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

run: $(READY)  ## open the bundled corpus, or another: make run CORPUS=folder
	@$(BIN)/sourcebook $(or $(CORPUS),demo)

test: $(READY)  ## run the tests, on two cores; some of them: make test TESTS=tests/cli
	$(BIN)/python -m pytest -n 2 $(TESTS)

check: $(READY)  ## what CI runs: lint, format, types, import contracts, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: $(READY)  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## measure and report; some: make bench BENCH=oneshot
	$(BIN)/python -m bench $(BENCH)

pictures: $(READY)  ## take the README's pictures anew
	$(BIN)/python -m docs.pictures

docs: $(READY)  ## write the generated pages of docs/ anew
	$(BIN)/python -m tui.cli.docs docs

clean:  ## remove what the targets made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
