# `make dashboard` opens the dashboard, `make test` runs all tests, `make check` all that CI runs.
# Everything is installed into .venv, from the exact versions in requirements*.txt; the next run starts immediately.
#
#   make PYTHON=python3.13 ...       another Python than python3 (after `make clean`)
#   make unit PYTEST_FLAGS='-k due'  flags for pytest

PYTHON ?= python3
PYTEST_FLAGS ?=
BENCH_FLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
BROWSER := $(VENV)/.browser

export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := $(BIN)/python -m pip install --quiet

.DEFAULT_GOAL := help
.PHONY: help dashboard test check unit browser nightly lowest fuzz bench soak coverage format format-check lint types registry docs texts site pins clean
.DELETE_ON_ERROR:

help:
	@echo 'make dashboard   install the packages and open the dashboard on this registry'
	@echo 'make test        install the development tools and run all tests'
	@echo 'make check       run what CI runs: format-check, lint, types, test, registry'
	@echo
	@echo 'make registry    check predictions/ and seeds/, also for changes since the settled commit'
	@echo 'make unit        run the tests that need no browser'
	@echo 'make browser     run the tests that drive Chromium'
	@echo 'make nightly     run the tests that take minutes'
	@echo 'make lowest      run the unit tests on the lowest versions that pyproject.toml allows'
	@echo 'make fuzz        fuzz the readers and the editing, guided by coverage (FUZZ_SECONDS=180 each)'
	@echo 'make bench       run the benchmarks and write benchmarks/results.md'
	@echo 'make soak        let eight browsers click at random while files change (SOAK_SECONDS=300)'
	@echo 'make coverage    run the unit tests and list the lines and branches they miss'
	@echo 'make format      rewrite the code in the project'"'"'s format, and what lint can fix'
	@echo 'make lint types  run ruff; run mypy'
	@echo 'make docs        update the generated pages, the outputs quoted in README and docs/, and the schemas'
	@echo 'make texts       update tests/texts.txt, the list of all texts that users see'
	@echo 'make site        build the documentation into build/site; fail on broken links'
	@echo 'make pictures    update the pictures in the README'
	@echo 'make pins        update requirements*.txt to the newest versions allowed'
	@echo 'make clean       remove .venv and everything that was generated'

dashboard: $(RUNTIME)
	$(BIN)/tracker dashboard --root .

# The tests that drive a browser come last and alone: they wait for pages, which others would slow down.
test: unit browser

check: format-check lint types test registry

unit: $(DEV)
	$(BIN)/python -m pytest -m 'not browser and not nightly' -n auto $(PYTEST_FLAGS)

browser: $(BROWSER)
	$(BIN)/python -m pytest tests/browser -n 2 --dist worksteal $(PYTEST_FLAGS)

# What editors run; its tests are skipped where there is no npm. Newer versions need a newer node.
SERVER := build/yaml-language-server
$(SERVER)/.made:
	@if command -v npm >/dev/null; then \
	  npm install --silent --no-save --prefix $(SERVER) yaml-language-server@1.25.0 && touch $@; \
	else echo 'note: no npm, so the tests of the language server are skipped'; fi

# The tests that take minutes: every attack at full size.
nightly: $(DEV) $(SERVER)/.made
	$(BIN)/python -m pytest -m nightly $(PYTEST_FLAGS)

# The unit tests on the lowest versions that pyproject.toml allows: of what it names, not of what that needs.
# Left out are those that quote what newer versions say or draw.
LOWEST := build/lowest
LOWEST_VERSIONS := import re, sys, tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
  print(*sorted({re.sub(">=([^,]+).*", r"==\1", line) for lines in (project["dependencies"], *project["optional-dependencies"].values()) \
  for line in lines if ">=" in line}), sep="\n")
lowest:
	'$(PYTHON)' -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python -c '$(LOWEST_VERSIONS)' > $(LOWEST)/versions.txt
	$(LOWEST)/bin/python -m pip install --quiet -e '.[all]' -c $(LOWEST)/versions.txt
	grep -v '^-' requirements-dev.txt > $(LOWEST)/dev.txt
	$(LOWEST)/bin/python -m pip install --quiet --no-deps -r $(LOWEST)/dev.txt
	$(LOWEST)/bin/python -m pytest -m 'not browser and not nightly' -n auto $(PYTEST_FLAGS)

# Coverage-guided, with libFuzzer: FUZZ_SECONDS for each target. Failing inputs are kept as crash-* files.
# atheris has wheels only for Linux and some Pythons, so it is not pinned with the rest.
FUZZ_SECONDS ?= 180
fuzz: $(DEV)
	$(PIP_INSTALL) atheris==3.0.0
	@set -e; for target in reader horizon edit; do \
	  mkdir -p build/fuzz/$$target; \
	  $(BIN)/python fuzz/fuzz_$$target.py build/fuzz/$$target fuzz/corpus -max_total_time=$(FUZZ_SECONDS) \
	    -max_len=4096 -rss_limit_mb=1024 -timeout=10 -artifact_prefix=build/fuzz/; \
	done

# The other tools live in a folder of their own, so that their requirements never conflict with ours. Takes about eight minutes.
PEERS := build/peers
$(PEERS)/.made:
	'$(PYTHON)' -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet check-jsonschema==0.39.0 yamllint==1.38.0
	@touch $@

bench: $(BROWSER) $(PEERS)/.made
	$(BIN)/python benchmarks/run.py $(BENCH_FLAGS)

# Bounded: SOAK_SECONDS of SOAK_SESSIONS readers, chosen by SOAK_SEED.
soak: $(BROWSER)
	$(BIN)/python scripts/soak.py

# test_imports.py is left out because coverage imports modules of its own.
coverage: $(DEV)
	rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)/coverage run -m pytest -m 'not browser and not nightly' -n 2 -q --hypothesis-profile=ci \
	  --ignore=tests/cli/test_imports.py $(PYTEST_FLAGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

format: $(DEV)
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

format-check: $(DEV)
	$(BIN)/ruff format --check .

lint: $(DEV)
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

# From this commit on the registry is settled: no claim, date or verdict changes without an entry in
# `amended`. Later it will be the newest tag. Needs a clone with its history.
SETTLED := 01b60b8d3d33e35a8f40f5eb77b6fc540d9fe7da
registry: $(RUNTIME)
	$(BIN)/tracker check --root . --against $(SETTLED)

# Tests fail when these are out of date.
docs: $(RUNTIME)
	$(BIN)/python scripts/make_docs.py
	$(BIN)/tracker schema

texts: $(RUNTIME)
	$(BIN)/python scripts/make_texts.py

site: $(DEV)
	$(BIN)/zensical build --clean --strict

# As of a fixed day, so that a picture changes only with the pages.
.PHONY: pictures
pictures: $(BROWSER)
	$(BIN)/python scripts/screenshots.py docs/images --readme --as-of 2026-11-21 --record wang-yang-chips-a100

# --- installing: one stamp a step, older than what it was made from = do it again ---

$(CREATED):
	@'$(PYTHON)' -c pass 2>/dev/null || { \
	  echo 'error: $(PYTHON) is not there or does not start.' >&2; \
	  echo 'hint: install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: Python 3.11 or newer is needed; $(PYTHON) is $$('$(PYTHON)' -V 2>&1)." >&2; \
	  echo 'hint: name a newer one: make PYTHON=python3.13' >&2; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'error: $(PYTHON) cannot make virtual environments.' >&2; \
	  echo 'hint: on Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	'$(PYTHON)' -m venv --clear $(VENV)
	@touch $@

$(RUNTIME): requirements.txt pyproject.toml $(CREATED)
	@echo 'Installing what the dashboard needs into $(VENV) (a minute the first time) ...'
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

# Holds the run-time packages too, in one go.
$(DEV): requirements-dev.txt requirements.txt pyproject.toml $(CREATED)
	@echo 'Installing what the tests need into $(VENV) (a minute the first time) ...'
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $(RUNTIME) $@

# A system's Chromium is preferred. Without one Playwright fetches its own; where it cannot, the browser tests
# skip and say why. Tried once: `make clean`, or delete the stamp, to try again.
$(BROWSER): $(DEV)
	@if command -v chromium >/dev/null; then :; \
	else \
	  echo 'No chromium on the path: asking Playwright for its own ...'; \
	  $(BIN)/playwright install chromium </dev/null || { \
	    echo 'warning: no Chromium, so the browser tests will be skipped.' >&2; \
	    echo 'hint: install chromium with the package manager of your system (Debian: apt-get install chromium libatomic1).' >&2; }; \
	fi
	@touch $@

# --- pins: what a clean environment gets from the ranges and names in pyproject.toml ---

# The comment at the top of each file is kept. The dependency group is read here because older pips cannot.
DEV_GROUP := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")

pins:
	@set -eu; tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; \
	pip="$$tmp/venv/bin/python -m pip"; freeze="$$pip freeze --exclude-editable"; \
	'$(PYTHON)' -m venv "$$tmp/venv"; \
	$$pip install --quiet -e '.[all]'; \
	$$freeze > "$$tmp/runtime"; \
	"$$tmp/venv/bin/python" -c '$(DEV_GROUP)' > "$$tmp/dev.in"; \
	$$pip install --quiet -c "$$tmp/runtime" -r "$$tmp/dev.in"; \
	$$freeze | grep -vxFf "$$tmp/runtime" > "$$tmp/dev"; \
	{ sed '/^#/!d' requirements.txt; echo '-e .[all]'; cat "$$tmp/runtime"; } > "$$tmp/requirements.txt"; \
	{ sed '/^#/!d' requirements-dev.txt; echo '-r requirements.txt'; cat "$$tmp/dev"; } > "$$tmp/requirements-dev.txt"; \
	cp "$$tmp/requirements.txt" "$$tmp/requirements-dev.txt" .; \
	git --no-pager diff --stat -- requirements.txt requirements-dev.txt || :

clean:
	rm -rf $(VENV) .cache build dist src/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	find app.py src tests -name __pycache__ -type d -prune -exec rm -rf {} +
