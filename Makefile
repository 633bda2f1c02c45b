# Two commands do all the set-up: `make site` shows the example newsroom, `make test` checks everything.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
BROWSER := tests/browser/node_modules/.installed

.PHONY: site serve test test-long test-all fuzz check coverage mutants lint format catalogues reference pictures photographs golden lock bench bench-tools bench-guard bench-lock clean help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or newer: make site PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

site: $(STAMP)  ## build the example newsroom into public/
	$(BIN)/dateline build
	@echo
	@echo "The site is in public/. To look at it: make serve"

serve: $(STAMP)  ## show the example newsroom in a browser, rebuilt as you edit
	$(BIN)/dateline serve --port 8000

# A process for each core; long tests near the end of one's share are taken over by another.
PYTEST := $(BIN)/python -m pytest -q -n auto --dist worksteal
# Tests start a hundred processes, none of which should compile Dateline anew.
unexport PYTHONDONTWRITEBYTECODE

test: $(STAMP) $(BROWSER) lint  ## run every kind of check, in minutes
	$(PYTEST)

test-long: $(STAMP) $(BROWSER)  ## the same with more examples and kills; CI runs both
	$(PYTEST) -m long

test-all: $(STAMP) $(BROWSER) lint  ## those too that take hours
	$(PYTEST) -m "slow or not slow" --hypothesis-profile=long

fuzz: $(STAMP)  ## throw 100,000 spoiled files of each kind at Dateline; takes hours
	DATELINE_FUZZ=nightly $(PYTEST) -m long tests/hostile

# What the rooms' own tests run of them: a line that only a build happens to reach is not held.
ROOMS := checks feeds ledger memory newsrooms output proofreading reading
GATES := advance parts previews recollection redirects schedule selection serve

# Of the mail room those that decide who gets a letter, and whether once.
POST := mail/test_dispatch mail/test_doubts mail/test_ledger mail/test_returned mail/test_waiting
CONSENT := subscriptions/test_consent subscriptions/test_tokens

coverage: $(STAMP)  ## hold the trusted rooms' own tests to every line and branch of them
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -m "not slow" $(ROOMS:%=tests/%) $(GATES:%=tests/test_%.py) $(POST:%=tests/%.py) $(CONSENT:%=tests/%.py)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

mutants: $(STAMP)  ## change the embargo gate in every small way; a test must notice each
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/python tools/mutants.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/catalogues.py --check
	$(BIN)/python tools/reference.py --check

format: $(STAMP)  ## put the code in the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogues: $(STAMP)  ## gather interface words and compile the translations
	$(BIN)/python tools/catalogues.py

reference: $(STAMP)  ## write the reference pages from the code
	$(BIN)/python tools/reference.py

pictures: $(STAMP)  ## draw the example newsroom's pictures again
	$(BIN)/python tools/draw_pictures.py

photographs: $(STAMP) $(BROWSER)  ## photograph the example newsroom's pages for the documents
	$(BIN)/python tools/shoot_pages.py

golden: $(STAMP)  ## renew the golden files; review the difference like code
	$(BIN)/python -m pytest -q --update-golden tests/test_golden.py

lock: $(STAMP)  ## pin the newest versions that the settings allow, with their hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group dev --extra mail pyproject.toml -o requirements-dev.txt

$(BROWSER): tests/browser/package.json
	@if command -v npm >/dev/null; then npm install --prefix tests/browser --no-audit --no-fund --loglevel=error && touch $@; \
	else echo "npm is not installed: the browser checks will be skipped"; fi

# What Dateline is measured beside; nothing else needs it.
BENCH := .bench
BENCH_TOOLS := $(BENCH)/.installed
# A hundred thousand releases take an hour and 20 GB of tmpfs: make bench SIZES="1000 10000"
SIZES := 1000 10000 100000
ROUNDS_1000 := --rounds 7
ROUNDS_10000 := --rounds 5 --tools hugo dateline dateline-1 dateline-full eleventy
ROUNDS_100000 := --rounds 3 --tools hugo dateline --scenarios cold nothing edit add

$(BENCH_TOOLS): benchmarks/peers/requirements.txt benchmarks/peers/node/package-lock.json
	$(PYTHON) -m venv $(BENCH)/python
	$(BENCH)/python/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/peers/requirements.txt
	mkdir -p $(BENCH)/node
	cp benchmarks/peers/node/package.json benchmarks/peers/node/package-lock.json $(BENCH)/node
	npm ci --prefix $(BENCH)/node --no-audit --no-fund --loglevel=error
	@touch $@

bench-tools: $(BENCH_TOOLS)  ## install the generators that Dateline is measured beside

bench: $(STAMP) $(BENCH_TOOLS)  ## measure beside the peers, and renew docs/performance.md; takes hours
	$(BIN)/python -m compileall -q src
	for size in $(SIZES); do case $$size in \
	1000) options="$(ROUNDS_1000)";; 10000) options="$(ROUNDS_10000)";; *) options="$(ROUNDS_100000)";; esac; \
	$(BIN)/python -m benchmarks.run --releases $$size $$options $(BENCH_OPTIONS) --keep benchmarks/results.json || exit 1; done
	$(BIN)/python -m benchmarks.profile --releases 3000 --keep
	$(BIN)/python -m benchmarks.page

bench-guard: $(STAMP)  ## hold the cold build to a program that only reads and writes
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m benchmarks.guard

bench-lock: $(STAMP)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate benchmarks/peers/requirements.in -o benchmarks/peers/requirements.txt

clean:  ## remove everything that can be made again
	rm -rf public .dateline dist .venv .bench mutants .coverage* tests/browser/node_modules
