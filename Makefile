# What people run. Every target sets up what it needs first; the second time takes seconds.
#   make demo    the whole shop on this machine: PORT=8000, IMAGES=folder of pictures
#   make run     the same for developers: DEBUG on, pages and workers take up what is saved
#   make test    all tests (ARGS="-k name" for some); make test-unit: those without servers, 30 s
#   make coverage  all tests, then the lines and branches that none of them reached
#   make chaos   faults brought about on a shop of its own (ARGS="F05 H01" for some), 13 minutes
#   make bench   the measurements (ARGS="search pages" for some)
#   make load    how many requests a second a shop takes: URL=http://..., else a shop of its own
#   make lint    style; make types; make contracts: the direction of imports

# The oldest Python that will do, so that a newer default does not change what was tested.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,\
            $(shell command -v $(name) 2>/dev/null)) python3)
# pip's own settings hold: with PyTorch's index of CPU builds in PIP_EXTRA_INDEX_URL the set-up takes
# 1 GB instead of 6.
PORT ?= 8000
IMAGES ?=
ARGS ?=
URL ?=
export PORT IMAGES
VENV := .venv/bin/python

.DEFAULT_GOAL := demo
.PHONY: demo run test test-unit coverage bench chaos load lint types contracts lock clean python set-up set-up-dev

demo: python
	@$(PYTHON) -m demo.set_up --for-demo
	@exec $(VENV) -m demo

run: python
	@$(PYTHON) -m demo.set_up --dev --for-demo
	@exec $(VENV) -m demo --reload

# Three processes, each with servers of its own: half of the time tests wait. A file stays in one of
# them, so that what its tests share starts once. Files come in the order of tests/conftest.py, the
# slow ones first, and not by how many tests they have: these would leave the slowest to the end.
PARALLEL := -n 3 --dist loadfile --no-loadscope-reorder

test: set-up-dev
	@$(VENV) -m pytest $(PARALLEL) $(ARGS)

coverage: set-up-dev
	@$(VENV) -m pytest $(PARALLEL) --cov --cov-report=term --cov-report=xml $(ARGS)

test-unit: set-up-dev
	@$(VENV) -m pytest tests/unit $(PARALLEL) $(ARGS)

bench: python
	@$(PYTHON) -m demo.set_up --bench
	@$(VENV) -m benchmarks $(ARGS)

load: set-up
	@$(VENV) -m benchmarks.saturation $(URL) $(ARGS)

chaos: set-up-dev
	@$(VENV) -m chaos $(ARGS)

lint: set-up-dev
	@$(VENV) -m ruff check . && $(VENV) -m ruff format --check . && \
	    $(VENV) -m djlint --lint --quiet --configuration pyproject.toml .

types: set-up-dev
	@$(VENV) -m mypy .

contracts: set-up-dev
	@$(VENV) .venv/bin/lint-imports

# Resolves requirements.txt anew, with the hashes of all that it leads to.
lock: set-up-dev
	@$(VENV) -m uv pip compile requirements.txt --universal --generate-hashes --python-version 3.11 \
	    --no-header --no-annotate --quiet --output-file .lock.new
	@{ sed -n '/^#/p' requirements.lock; cat .lock.new; } > .lock.whole
	@mv .lock.whole requirements.lock && rm .lock.new

# Forgets what was installed; the shop's data in var/ stays.
clean:
	@rm -rf .venv .coverage .coverage.* coverage.xml .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

set-up: python
	@$(PYTHON) -m demo.set_up

set-up-dev: python
	@$(PYTHON) -m demo.set_up --dev

# In words that even Python 2 understands, before it meets anything that it does not.
python:
	@command -v "$(PYTHON)" >/dev/null || \
	    { echo "Vitrine needs Python 3.11 or newer; there is no $(PYTHON)." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
	    "Vitrine needs Python 3.11 or newer; %s is %d.%d. If there is another one: make demo PYTHON=python3.12" \
	    % ((sys.executable,) + sys.version_info[:2]))'
