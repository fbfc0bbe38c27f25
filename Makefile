# The commands of this repository; `make` alone lists them. Everything they need goes into .venv,
# web/node_modules and .cache, and a second call does only what has changed.

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip --quiet --disable-pip-version-check
PACKAGES := api cli db lab proof report schemas sync
CODE := $(PACKAGES) tests $(wildcard bench) hatch_build.py
WEB := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' \
         -not -name '*.tsbuildinfo' 2>/dev/null)
# First on the PATH, because a Node from a wheel stands there when the system has none.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# One at a time: the steps of the environment install into the same places.
.NOTPARALLEL:
.PHONY: help .venv run demo test check campaign bench screens pins

help:
	@echo "make run       serve a practice logbook from ./data at http://localhost:8000"
	@echo "make demo      serve a practice logbook filled with a believable month"
	@echo "make test      every test: SQLite, PostgreSQL and a real browser; none may be skipped"
	@echo "make check     formatting, types, layers, house rules and style bars"
	@echo "make campaign  the long tests: kills, power cuts, requests, a fresh machine (75 minutes)"
	@echo "make bench     measure against the naive server, the audit and its proofs, a slow browser"
	@echo "make bench AGAINST=COMMIT  measure this tree against another commit (about 15 minutes)"
	@echo "make screens   a picture of every screen"
	@echo "make pins      compile requirements/ again from pyproject.toml (needs uv)"

run: .venv/.installed
	.venv/bin/verbatim serve

demo: .venv/.installed
	.venv/bin/verbatim demo

test: test.programs .venv/.dev .cache/oracle/.installed
	@$(PYTHON) -m tests.house.browser
	cd web && npm test
	$(PYTHON) -m pytest -n 2 --dist loadfile

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy $(CODE)
	.venv/bin/lint-imports
	$(PYTHON) -m tests.house
	cd web && npm run check

campaign: campaign.programs .venv/.dev
	$(PYTHON) -m bench.campaign

bench: bench.programs .venv/.dev
	$(PYTHON) -m $(if $(AGAINST),bench.against $(AGAINST) $(PAIRS:%=--pairs %) $(DATABASE:%=--database %),bench.run)

screens: screens.programs .venv/.dev
	@$(PYTHON) -m tests.house.browser
	$(PYTHON) -m bench.screens

# --- the environment ----------------------------------------------------------
# Each step says in one line what it does and about how long that takes.

.venv: .venv/.dev

# The programs that a command needs from the system, before anything that takes long.
LOOKS := test campaign bench screens
.PHONY: $(LOOKS:%=%.programs)
$(LOOKS:%=%.programs): %.programs: .venv/bin/python
	@$(PYTHON) -m tests.house.programs $*

.venv/bin/python:
	@python=$$(for name in python3 python3.13 python3.12 python3.11; do \
	    $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    && echo $$name && break; done); \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed."; exit 1; fi; \
	if ! $$python -c 'import ensurepip' 2>/dev/null; then \
	    echo "On Debian and Ubuntu, first: apt-get install python3-venv"; exit 1; fi; \
	echo "Making an environment for Python in .venv (a few seconds, once)"; \
	$$python -m venv --clear .venv

.venv/.pins: requirements/run.txt requirements/build.txt requirements/node.txt | .venv/bin/python
	@echo "Setting up Python packages in .venv (about 20 seconds, once)"
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PYTHON) hatch_build.py || { \
	    echo "Setting up Node.js in .venv (about 10 seconds, once)"; \
	    $(PIP) install --require-hashes -r requirements/node.txt; }
	@touch $@

# The build hook builds the app when its sources changed; see hatch_build.py.
.venv/.installed: .venv/.pins pyproject.toml hatch_build.py $(WEB)
	@echo "Installing Verbatim and building its browser app (about 20 seconds, once a change)"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.installed requirements/dev.txt
	@echo "Setting up what checks and tests import in .venv (about a minute, once)"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# What our tree is compared with: an environment of its own, because nothing here may import it.
.cache/oracle/.installed: requirements/oracle.txt | .venv/bin/python
	@echo "Setting up what proofs are compared with in .cache/oracle (a few seconds, once)"
	@$(PYTHON) -m venv --clear .cache/oracle
	@.cache/oracle/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements/oracle.txt
	@touch $@

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
             --no-annotate --no-emit-index-url --no-emit-find-links

pins:
	$(COMPILE) pyproject.toml --extra postgresql -o requirements/run.txt
	$(COMPILE) --group build -c requirements/run.txt -o requirements/build.txt
	$(COMPILE) --group node -o requirements/node.txt
	$(COMPILE) --group oracle -o requirements/oracle.txt
	$(COMPILE) pyproject.toml --extra postgresql --extra report --group dev -c requirements/run.txt -c requirements/build.txt \
	    -o requirements/dev.txt
