# Two commands matter: `make contract` checks the embedded registry, `make test` tests this project.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SARIF := build/sarif/package/lib/schemas/sarif-2.1.0-rtm.5.json

.PHONY: contract record-demo test coverage hostile lint format real real-servers docs reference screenshots five-minutes bench bench-commit bench-page soak matrix mutation clean

contract: $(STAMP)
	$(BIN)/pytest --mcp-contract

# Starts the emulators, records every cassette anew into a temporary folder, and compares: only dates may differ.
record-demo: $(STAMP)
	$(BIN)/python -m tests.emulators.record_demo

test: $(STAMP) $(SARIF)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 15 -rs

# Which lines and branches the tests reach, workers and the programs that they start included.
coverage:
	$(PYTHON) -m venv build/coverage
	build/coverage/bin/python -m pip install --quiet --editable '.[dev]' 'coverage[toml]>=7.10.6'
	build/coverage/bin/coverage erase
	build/coverage/bin/coverage run -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)
	build/coverage/bin/coverage combine --quiet
	build/coverage/bin/coverage report --skip-covered --sort miss

# All servers that mean harm; `make test` leaves out what is heavy: gigabytes, 100,000 tools, made-up calls.
hostile: $(STAMP)
	MCP_HOSTILE=1 $(BIN)/pytest tests/hostile

# Every Python that is here, with the oldest and newest of what is needed; `PYENV_VERSION=3.11:3.12:3.13` shows pyenv's.
matrix:
	$(PYTHON) -m venv build/matrix
	build/matrix/bin/python -m pip install --quiet 'nox>=2026.10' uv
	build/matrix/bin/nox

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Real servers from PyPI and npm, in a scratch folder of the build; needs npm.
real: real-servers
	MCP_REAL=$(CURDIR)/build/real $(BIN)/pytest tests/real/test_upstream_servers.py

# The same without those that are played against recordings of their API, which takes three minutes more.
real-servers: $(STAMP)
	tests/real/install build/real $(PYTHON)
	MCP_REAL=$(CURDIR)/build/real $(BIN)/pytest tests/real --ignore tests/real/test_upstream_servers.py

# The site in build/site; a link or an anchor that leads nowhere ends the build.
docs: $(STAMP)
	$(BIN)/zensical build --config-file mkdocs.yml --strict

# What the documentation says of options and commands, from their parsers, and its picture, from the imports.
reference: $(STAMP)
	$(BIN)/python -m tests.docs.reference
	$(BIN)/python -m tests.docs.picture

# Follows every page and writes what comes out where it shows something else; needs a browser for the pictures.
screenshots: $(STAMP)
	$(BIN)/python -m tests.docs.regenerate
	$(BIN)/python -m tests.docs.screenshots

# The pages of docs/start, command by command, in an environment that was made for them.
five-minutes: $(STAMP)
	$(BIN)/pytest tests/docs/five_minutes.py

# Every figure beside its floor and the last committed one, in build/bench.json; wants a machine without other work.
bench: $(STAMP)
	$(BIN)/python -m tests.bench

# The same, kept as the figures to compare with, and the page and plots of the documentation made of them.
bench-commit: $(STAMP)
	$(BIN)/python -m tests.bench --commit

bench-page: $(STAMP)
	$(BIN)/python -m tests.bench.page

# `deep` calls of the embedded registry for so long, with memory and descriptors watched.
MINUTES ?= 30
soak: $(STAMP)
	$(BIN)/python -m tests.bench.soak --minutes $(MINUTES)

# Which part of small changes of the pure code the tests notice, in build/mutation.json; half an hour on two cores.
SAMPLE ?= 600
mutation:
	$(PYTHON) -m venv build/mutation/env
	build/mutation/env/bin/python -m pip install --quiet --editable '.[dev]' 'cosmic-ray>=8.7' 'coverage>=7.6'
	build/mutation/env/bin/python -m tests.mutation --sample $(SAMPLE)

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; name one with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev,docs]'
	@# pip compiles what it copies, and this is not copied: with PYTHONDONTWRITEBYTECODE each start would compile it.
	$(BIN)/python -m compileall -q pytest_mcp_contract
	touch $(STAMP)

# The official JSON Schema of SARIF, which Microsoft ships inside an npm package.
$(SARIF):
	mkdir -p build/sarif
	cd build/sarif && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 && tar xzmf *.tgz

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
