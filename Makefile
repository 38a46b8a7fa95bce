# Each command sets up what it needs, once; a second run finds it done. PORT=8001 make serve, or make serve PORT=8001.

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo serve setup check test lint bench bench-engine bench-network soak lock
export PORT PYTHON

BIN := .venv/bin

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## A demonstration with fictional and published data, in a database of its own
	@tools/setup.sh base
	@exec $(BIN)/entregent demo

serve: ## An instance on this machine: web and worker
	@tools/setup.sh base
	@exec $(BIN)/entregent serve

setup: ## Everything needed to work on Entregent
	@tools/setup.sh test

check: setup ## Style, types, architecture, translations, tests on SQLite: before each commit
	@$(BIN)/python tools/layers.py check

test: setup ## Everything: also PostgreSQL, races in both journal modes, journeys in Chromium
	@$(BIN)/python tools/layers.py test

lint: setup ## Style, types, architecture, translations
	@$(BIN)/python tools/layers.py lint

bench: setup ## How fast pages answer at 130 and 10,000 members, beside Bitpoll, then with 20 people for ten minutes
	@mkdir -p test-results
	@$(BIN)/python -m benchmarks.pages --json test-results/bench-pages.json
	@$(BIN)/python -m benchmarks.polls --json test-results/bench-polls.json --or-say-so
	@$(BIN)/python -m benchmarks.load --seconds $(or $(SECONDS_OF_LOAD),600) --json test-results/bench-load.json
	@echo "The engine against other solvers takes about 20 minutes more: make bench-engine"

bench-engine: setup ## The engine against its peers, about 20 minutes
	@tools/bench_peers.sh
	@$(BIN)/python -m benchmarks.engine --json test-results/bench-engine.json
	@$(BIN)/python -m benchmarks.engine_table test-results/bench-engine.json

bench-network: setup ## Networks against other libraries, half an hour
	@tools/bench_peers.sh
	@$(BIN)/python -m benchmarks.networks --json test-results/bench-networks.json

soak: setup ## What takes long: a hundred crashes, load
	@$(BIN)/python tools/layers.py soak

lock: setup ## Choose the versions of requirements/*.in anew
	@tools/lock.sh
