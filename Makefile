# Everything a person types. `make help` lists the targets; the set-up happens by itself, once.
# Written for GNU make 3.81 and newer (macOS has 3.81).

CURBSIDE := .venv/bin/curbside
PYTHON := .venv/bin/python
ARGS ?=
LIBRARY ?=

.DEFAULT_GOAL := help
.PHONY: help run chat train check test bench evaluate widget docs pictures setup clean

help: ## List what `make` can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Set up, train if needed, start the assistant and say where to chat (LIBRARY=DIR serves that one; Ctrl-C stops it)
	@$(CURBSIDE) run $(if $(LIBRARY),--library "$(LIBRARY)") $(ARGS)

chat: setup ## Talk to the assistant in this terminal (ARGS=--debug shows what kind of turn it was)
	@$(CURBSIDE) chat $(if $(LIBRARY),--library "$(LIBRARY)") $(ARGS)

train: setup ## Train the model, if anything it depends on changed (ARGS=--force trains anyway)
	@$(CURBSIDE) train $(ARGS)

check: setup ## Check code style, types, imports, documents, shop.yml and training data
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy bot actions benchmarks scripts
	.venv/bin/lint-imports
	@$(CURBSIDE) check

test: check ## Check everything, then run all tests (ARGS="-k desk" picks some)
	@$(CURBSIDE) train
	$(PYTHON) -m pytest $(ARGS)

bench: setup ## Compare speed and memory with Rasa's starter bot; writes reports/bench.json
	$(PYTHON) -m benchmarks.bench $(ARGS)

evaluate: setup ## Measure understanding on held-out messages; writes reports/evaluate.json
	$(PYTHON) -m benchmarks.evaluate $(ARGS)

widget: ## Build the web chat's bundle, bot/widget/dist (needs Node.js 18 or newer and npm)
	cd bot/widget && npm ci --no-audit --no-fund && npm run check && npm run build

docs: setup ## Write the README's table of commands from the program's own help
	$(PYTHON) -m scripts.docs

pictures: setup ## Draw the documents' pictures (SVG) as PNG, where they look different now
	$(PYTHON) -m scripts.pictures

setup: ## Make .venv from the lock file (every other target does it first)
	@sh scripts/setup.sh

clean: ## Throw away what can be made again: models, builds, caches, the environment; keeps var/
	rm -rf .venv .tools build models .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
