# Everything here needs only Python 3.11 or later, make and a package index. What is installed goes into
# .venv (.venv-bench for the benchmarks), and again only when pyproject.toml or this file has changed.
#
#   make test ARGS="-k momentum -x"     passes options on (also to test-oracle, test-browser, demo and bench)
#   make test PYTHON=python3.13         chooses the Python that a new .venv is made with

VENV := .venv
BENCH_VENV := .venv-bench
PY := $(VENV)/bin/python
BENCH_PY := $(BENCH_VENV)/bin/python
# Where npm puts axe-core, the judge of accessibility.
NPM := .npm
AXE := axe-core@4.14.1
PYTHON ?=
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export CHROMIUM
INSTALL := -m pip install --quiet --no-input --editable

.DEFAULT_GOAL := help
.PHONY: help demo test test-oracle test-browser test-mnist test-notebooks lint format bench bench-quick images screenshots notebooks clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.installed-demo ## set everything up and train a network on real handwritten digits
	$(PY) examples/digits.py $(ARGS)

test: $(VENV)/.installed-dev ## set everything up and run the tests
	$(PY) -m pytest $(ARGS)

test-oracle: $(VENV)/.installed-oracle ## install PyTorch and compare values and gradients with it
	$(PY) -m pytest tests/oracle $(ARGS)

test-browser: $(VENV)/.installed-browser $(NPM)/node_modules/axe-core/axe.min.js ## drive the step-through's player in a headless Chromium and in JupyterLab
	$(PY) -m pytest tests/browser $(ARGS)

test-mnist: $(VENV)/.installed-dev ## train on the digits of MNIST in the folder OVERBAR_MNIST, and see how many it reads
	$(PY) -m pytest tests/mnist $(ARGS)

test-notebooks: $(VENV)/.installed-course ## run the notebooks; one fails where a number that it claims is off
	$(PY) -m pytest --nbmake notebooks $(ARGS)

lint: $(VENV)/.installed-dev ## check style, formatting and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(VENV)/.installed-dev ## format the code and fix what ruff can fix
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: $(BENCH_VENV)/.installed-bench ## measure speed against other engines, and rewrite benchmarks/RESULTS.md
	$(BENCH_PY) -m benchmarks $(ARGS)

bench-quick: $(BENCH_VENV)/.installed-bench ## the main table of the above in under two minutes
	$(BENCH_PY) -m benchmarks --quick --tables training $(ARGS)

images: $(VENV)/.installed-dev ## draw the pictures in docs/images again
	$(PY) docs/images/make.py

screenshots: $(VENV)/.installed-browser ## take the screenshots in docs/images again
	$(PY) docs/images/screenshots.py

notebooks: $(VENV)/.installed-course ## run the notebooks, and make pages of them in docs/notebooks
	$(PY) docs/notebooks/make.py $(ARGS)

clean: ## remove everything that make and the tools have made
	rm -rf $(VENV) $(BENCH_VENV) .venv-hips $(NPM) docs/notebooks/*.html build dist out .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed-demo: $(VENV)/.created pyproject.toml Makefile
	$(PY) $(INSTALL) ".[examples,view]"
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml Makefile
	$(PY) $(INSTALL) ".[dev]"
	@touch $@

$(VENV)/.installed-oracle: $(VENV)/.installed-dev
	$(PY) $(INSTALL) ".[dev,oracle]"
	@touch $@

$(VENV)/.installed-course: $(VENV)/.installed-dev
	$(PY) $(INSTALL) ".[dev,course]"
	@touch $@

$(VENV)/.installed-browser: $(VENV)/.installed-dev
	@found="$$CHROMIUM"; \
	for program in chromium chromium-browser google-chrome google-chrome-stable chrome; do \
	    command -v "$$program" >/dev/null && found=yes; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "The tests of the player drive Chromium, and there is none on the PATH." >&2; \
	    echo "On Debian and Ubuntu: apt install chromium. Elsewhere: install Chromium or Chrome," >&2; \
	    echo "and say where it is: make $(MAKECMDGOALS) CHROMIUM=/path/to/chromium" >&2; \
	    exit 1; \
	fi
	$(PY) $(INSTALL) ".[dev,browser]"
	@$(PY) -m playwright --version >/dev/null || { \
	    echo "Playwright, which drives Chromium, does not run here (see above)." >&2; \
	    echo "If it is libatomic.so.1 that is missing, on Debian and Ubuntu: apt install libatomic1" >&2; \
	    exit 1; \
	}
	@touch $@

$(NPM)/node_modules/axe-core/axe.min.js: Makefile
	@command -v npm >/dev/null || { \
	    echo "npm brings axe-core, which judges how accessible the player is, and there is no npm on the PATH." >&2; \
	    echo "On Debian and Ubuntu: apt install npm. Elsewhere: https://nodejs.org/ has it." >&2; \
	    exit 1; \
	}
	npm install --prefix $(NPM) --no-save --no-audit --no-fund --silent $(AXE)
	@touch $@

$(BENCH_VENV)/.installed-bench: $(BENCH_VENV)/.created pyproject.toml Makefile
	$(BENCH_PY) $(INSTALL) ".[bench]"
	@touch $@

# Candidates are run, not just looked for: a name on PATH may be an old Python or a launcher of none.
$(VENV)/.created $(BENCH_VENV)/.created:
	@for candidate in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        echo "$$candidate -m venv $(@D)"; \
	        "$$candidate" -m venv --clear $(@D) && touch $@ && exit 0; \
	        echo "$$candidate could not make a virtual environment (see above)." >&2; \
	        echo "On Debian and Ubuntu, install its venv module: apt install python3-venv" >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "Overbar needs Python 3.11 or later. Tried: $(or $(PYTHON),python3, python3.11 to python3.14, python)." >&2; \
	for candidate in $(or $(PYTHON),python3); do \
	    echo "  $$candidate is $$("$$candidate" --version 2>&1 || true)" >&2; \
	done; \
	echo "Install a newer Python, or name the one to use: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
	exit 1
