# Every command of the portal. Needs git, make and python3 >= 3.11 with venv; the rest it installs.
.DEFAULT_GOAL := help
.PHONY: help start demo run test test-all check fmt lock bench bench-scale audit sbom fresh drills

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RELEASE := $(VENV)-release
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed. Name one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "The venv module is missing (on Debian: the package python3-venv)."; exit 1; }

# A stamp for each lock file: a second run installs nothing and starts in seconds.
$(VENV)/demo.stamp: requirements.txt $(VENV)/bin/python
	@echo "Installing the portal's libraries …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt tests/js/package-lock.json $(VENV)/bin/python
	@echo "Installing libraries and tools …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m tests.node install
	@touch $@ $(VENV)/demo.stamp

$(RELEASE)/release.stamp: requirements-release.txt $(VENV)/bin/python
	@$(BIN)/python -m venv $(RELEASE)
	@$(RELEASE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-release.txt
	@touch $@

start: $(VENV)/demo.stamp ## Start an empty portal for a forum of your own, data in data/ (HOST, PORT)
	@exec $(BIN)/python -m forum_portal.serve start --host $(HOST) --port $(PORT)

demo: $(VENV)/demo.stamp ## Set up the demo forum and serve it (HOST, PORT)
	@exec $(BIN)/python -m forum_portal.serve demo --host $(HOST) --port $(PORT)

run: $(VENV)/demo.stamp ## Serve the working copy for development (HOST, PORT)
	@exec $(BIN)/python -m forum_portal.serve run --host $(HOST) --port $(PORT)

test: $(VENV)/dev.stamp ## Run all tests, shared out between SQLite and PostgreSQL, many cases as a sample (ARGS for pytest)
	@$(BIN)/python -m tests.run $(ARGS)

test-all: $(VENV)/dev.stamp ## Run all tests with every case on SQLite and once more on PostgreSQL
	@$(BIN)/python -m tests.run --everything $(ARGS)

check: $(VENV)/dev.stamp ## Format, lint, types, templates, imports, migrations, system checks
	@$(BIN)/python -m tests.checks

fmt: $(VENV)/dev.stamp ## Put format and imports right
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@git ls-files 'templates/*.html' 'core/templates/*.html' | xargs $(BIN)/djade --target-version 5.2
	@$(BIN)/python -m tests.node format --write

lock: $(VENV)/dev.stamp ## Remake the lock files from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt
	@$(BIN)/uv pip compile -q --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --group release -o requirements-release.txt
	@$(BIN)/python -m tests.node lock

bench: $(VENV)/dev.stamp ## Measure every promise of docs/performance.md
	@$(BIN)/python -m tests.bench $(ARGS)

bench-scale: $(VENV)/dev.stamp ## Measure one, two and four processes behind nginx, with and without pgbouncer
	@$(BIN)/python -m tests.drills.scale

audit: $(RELEASE)/release.stamp ## Look up known weaknesses of the libraries of requirements.txt
	@$(RELEASE)/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict

sbom: $(RELEASE)/release.stamp ## List what a release is made of, in the form of CycloneDX: dist/sbom.json
	@mkdir -p dist
	@$(RELEASE)/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml \
	  --output-reproducible --of JSON -o dist/sbom.json
	@echo "dist/sbom.json"

fresh: $(VENV)/demo.stamp ## Run make demo and make test in a clone on a minimal Debian (ARGS for pytest; root, mmdebstrap)
	@$(BIN)/python -m tests.drills.fresh $(ARGS)

drills: $(VENV)/dev.stamp ## Upgrade two servers under load, overload and kill one, follow docs/deploy.md and the Containerfile on a minimal Debian
	@$(BIN)/python -m tests.drills.rolling_upgrade
	@$(BIN)/python -m tests.drills.overload
	@$(BIN)/python -m tests.drills.killed
	@$(BIN)/python -m tests.drills.backup
	@$(BIN)/python -m tests.drills.install
	@$(BIN)/python -m tests.drills.image
