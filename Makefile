# The whole set-up: `make demo` and `make test`. Needs Python 3.11 or later and make; fetches uv when it is missing.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
LOCKS := requirements.txt pyproject.toml hatch_build.py assets.toml package-lock.json
RUN := .venv/bin/python
# What is compiled once is kept, also where a shell says otherwise: a process starts in a third of the time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo serve test test-long check looks types bench keystrokes screenshots lock format clean
help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/.ready ## build the demonstration city and serve it
	@.venv/bin/cairn demo $(ARGS)

serve: .venv/.ready ## serve what is in ./var
	@.venv/bin/cairn serve

test: .venv/.ready-dev ## every test but the long ones, on SQLite, PostgreSQL and in Chromium
	@$(RUN) scripts/test.py

test-long: .venv/.ready-dev ## the long tests too, every seed and example, and every test of the database on PostgreSQL
	@$(RUN) scripts/test.py --long

check: looks types ## format, lint, types, import contracts, definitions, sizes

looks: .venv/.ready-dev
	.venv/bin/ruff format --check src tests scripts hatch_build.py
	.venv/bin/ruff check src tests scripts hatch_build.py
	.venv/bin/lint-imports
	.venv/bin/cairn check
	$(RUN) scripts/sizes.py

types: .venv/.ready-dev
	.venv/bin/mypy

bench: .venv/.ready-dev ## ratios, both sides in one run
	@$(RUN) -m scripts.bench $(ARGS)

screenshots: .venv/.ready-dev ## a picture of every screen of a running demonstration, into ./screenshots
	@$(RUN) -m scripts.screenshots $(ARGS)

keystrokes: .venv/.ready-dev ## how many clicks and keys each task takes, counted in Chromium
	@$(RUN) -m scripts.keystrokes $(ARGS)

format: .venv/.ready-dev
	.venv/bin/ruff check --fix src tests scripts hatch_build.py
	.venv/bin/ruff format src tests scripts hatch_build.py

lock: $(UV) ## choose the dependencies' versions anew
	$(UV) pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-annotate pyproject.toml -o requirements.txt
	$(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements.txt --group dev pyproject.toml -o requirements-dev.txt

.tools/bin/uv:
	@echo "Fetching uv, which installs everything else…"
	@$(PYTHON) -m venv .tools || { echo "Python's venv module is missing: on Debian or Ubuntu, apt install python3-venv."; exit 1; }
	@.tools/bin/pip install --quiet --disable-pip-version-check uv

.venv/.ready: $(LOCKS) | $(UV)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cairn needs Python 3.11 or later; set PYTHON=python3.12, say.")'
	@test -x .venv/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip install --quiet --require-hashes -r requirements.txt
	@$(UV) pip install --quiet --no-deps -e .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	@$(UV) pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

clean: ## remove what was built, and the demonstration's data
	rm -rf .venv .tools var dist screenshots .mypy_cache .ruff_cache .import_linter_cache
