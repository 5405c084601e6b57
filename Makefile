# 值守台 Dutyroom. `make run` and `make test` do everything a fresh Debian 12 machine needs.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Any Python from 3.11 on whose pip knows --python (22.3, Debian 12 has 23.0).
PYTHON ?= $(firstword $(shell command -v python3.11) python3)
PY := .venv/bin/python
PIP := $(PYTHON) -m pip --python $(PY) --disable-pip-version-check --no-input --quiet
TOUR := out/tour

.PHONY: help
help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

.PHONY: run
run: setup ## set up and start the demonstration; without a screen, leave the tour's pictures
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	    echo "Sign in with any name and the PIN 0000."; \
	    exec $(PY) main.py --demo; \
	else \
	    echo "No display: the guided tour runs on a virtual screen."; \
	    xvfb-run -a -s "-screen 0 1920x1080x24" $(PY) main.py --tour $(TOUR); \
	    echo "The pictures and papers of the tour are in $(CURDIR)/$(TOUR)"; \
	fi

.PHONY: tour
tour: setup ## play the night on a virtual screen; fails when a part of the room is missing
	xvfb-run -a -s "-screen 0 1920x1080x24" $(PY) main.py --tour $(TOUR)

.PHONY: setup
setup: system .venv/.run-ready build/map/.ready ## everything needed to run

# Compiled modules are kept whatever the shell says: every worker and every desk of a story reads them.
.PHONY: test
test: export PYTHONDONTWRITEBYTECODE :=
test: setup .venv/.test-ready ## set up and run all tests
	@mkdir -p build/test; rm -f build/test/*.txt; failed=0; \
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/stories tests | tee build/test/rooms.txt || failed=1; \
	if compgen -G 'tests/stories/test_*.py' >/dev/null; then \
	    $(PY) -m pytest -n 2 --maxschedchunk=1 tests/stories | tee build/test/stories.txt || failed=1; \
	fi; \
	echo; tail -qn 1 build/test/*.txt; exit $$failed

.PHONY: lint
lint: .venv/.test-ready ## format, lint, types, import contracts
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

.PHONY: soak
soak: .venv/.test-ready ## a hundred thousand signals and calls in one process; a day of nine cameras; a day of radio
	$(PY) -m tests.house.soak 100000
	$(PY) -m tests.faults.video_soak
	$(PY) -m tests.faults.radio --only 14

.PHONY: bench
bench: setup .venv/.test-ready ## what a kept line costs; words found; many cameras; start and memory of the desk
	@.ci/system .ci/bench-packages.txt
	$(PY) -m bench.store
	$(PY) -m bench.hub_line
	$(PY) -m bench.exchange
	$(PY) -m bench.backup
	$(PY) -m bench.search
	$(PY) -m bench.contacts
	$(PY) -m bench.handover
	$(PY) -m bench.dossier
	$(PY) -m bench.log_view
	$(PY) -m bench.roster
	$(PY) -m bench.clocks
	QT_QPA_PLATFORM=offscreen $(PY) -m bench.map_layers
	$(PY) -m bench.video
	$(PY) -m bench.radio
	$(PY) -m bench.start

.PHONY: faults
faults: .venv/.test-ready ## full disks, power cuts, kill -9, turned bits, tampering, a hub, cameras and radios that fail
	$(PY) -m tests.faults

.PHONY: pins
pins: .venv/.test-ready ## compile requirements*.in into pinned, hashed requirements*.txt
	@for name in requirements requirements-dev; do \
	    CUSTOM_COMPILE_COMMAND='make pins' .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-annotate \
	        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	        --output-file $$name.txt $$name.in; \
	done

.PHONY: system
system:
	@.ci/system

# Debian's Python comes without ensurepip: the venv is made bare and filled from outside.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; say which: make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv --without-pip .venv

.venv/.run-ready: requirements.txt | system $(PY)
	@echo "Installing the pinned packages of requirements.txt (some 400 MB the first time) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/.test-ready: requirements-dev.txt .venv/.run-ready
	@echo "Installing the pinned packages of requirements-dev.txt ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# The base map is made from the data of a pinned package, reproducibly, never committed.
build/map/.ready: app/atlas/base_map.py .venv/.run-ready
	@echo "Making the base map ..."
	@$(PY) -m app.atlas.base_map build/map
	@touch $@
