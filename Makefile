# quotebound: `make help` explains every target.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Where bytecode is not written, every process compiles every library again: seconds, dozens of times in the tests.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := .demo
PAGES := .evals
LLAMA := build/llama
COMPILED := build/compiled
BESIDE := build/beside.log
BENCHES := $(filter-out peer_% __init__,$(patsubst benches/%.py,%,$(wildcard benches/*.py)))

.PHONY: help setup demo demo-check test test-llama wheel check lint types beside unit gate bench eval lock clean

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: $(READY) ## Create .venv with the locked dependencies (every target does it by itself)

$(READY): requirements.lock pyproject.toml
	@.ci/setup $(VENV)
	@touch $@

demo: $(READY) ## Extract the sample articles with the embedded model and open the review app
	@$(BIN)/quotebound demo --folder $(DEMO)

demo-check: $(READY) ## The same as demo, but end by itself (for CI)
	@$(BIN)/quotebound demo --folder "$$(mktemp -d)" --check

test: lint ## Lint, types, import contracts, the gates of the offline evals and all tests
	@$(MAKE) -j 2 beside unit || { cat $(BESIDE); exit 1; }

check: lint types ## Lint, formatting, strict types and import contracts

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(READY)
	@$(BIN)/mypy

# What takes one core for a minute or two runs beside the tests; what it says comes after theirs, and only if something is red.
beside: $(READY)
	@mkdir -p $(dir $(BESIDE))
	@$(MAKE) -k types gate >$(BESIDE) 2>&1 && : >$(BESIDE)

# Files in the order of their names: those that wait for a browser come first, and no long one is left for the end.
unit: $(READY) ## All tests, without the checks
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test-llama: $(READY) $(LLAMA)/.ready ## Optional: the wire against a real llama.cpp server, which it builds (minutes)
	@QUOTEBOUND_LLAMA_PYTHON="$(CURDIR)/$(LLAMA)/bin/python" $(BIN)/pytest -n 0 tests/llama

$(LLAMA)/.ready: .ci/setup-llama | $(READY)
	@.ci/setup-llama $(LLAMA)
	@touch $@

wheel: $(READY) ## Optional: a wheel with the embedded model compiled (a C compiler, minutes), into dist/; see that it gives the same bytes
	@.ci/wheel $(COMPILED)
	@$(BIN)/pytest -n 0 tests/models/rules/test_compiled.py

bench: $(READY) ## Print the benchmarks, as ratios in one run
	@for bench in $(BENCHES); do echo "== $$bench"; $(BIN)/python -m "benches.$$bench"; done

eval: $(READY) ## Evaluate the embedded model and recorded answers against our own gold; pages go to .evals/
	@$(BIN)/quotebound eval evals/suites/offline.yaml --gate --report $(PAGES)

gate: $(READY) ## The gates of the offline evals: red if anything got worse than the blessed baseline
	@$(BIN)/quotebound eval evals/suites/offline.yaml --gate >/dev/null

lock: ## Compile requirements.lock anew (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --custom-compile-command 'make lock' pyproject.toml --all-extras --group dev -o requirements.lock

clean: ## Remove the environment and everything that can be made again
	@rm -rf $(VENV) $(DEMO) $(PAGES) .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist *.egg-info
