"""Which tests `make test-fast` runs: all but those that need more than Python, or that take long.

This is the one place that says so: by the fixtures that a test uses, and by files and folders where no fixture tells.
"""

from collections.abc import Iterable

COMPILERS = "the compilers of the tools' languages"
PULUMI = "the Pulumi CLI"
C_COMPILER = "a C compiler"
STACK = "a laptop stack"
PROCESSES = "many processes, one after another"
CASES = "thousands of cases, one after another"

FIXTURES = {
    "all_agents": STACK,
    "built_function": COMPILERS,
    "built_tool": COMPILERS,
    "java_jsonata": COMPILERS,
    "installed": PROCESSES,
    "laptop": STACK,
    "new_laptop": STACK,
    "new_project": PULUMI,
    "pulumi_cli": PULUMI,
    "real_model": C_COMPILER,
    "stack": STACK,
}

PLACES = {
    "tests/cli/ask/test_command.py": PROCESSES,
    "tests/cli/test_laptop_commands.py": STACK,
    "tests/cli/new": PROCESSES,
    "tests/cli/remove": PROCESSES,
    "tests/components/packaging/test_go.py": COMPILERS,
    "tests/components/packaging/test_java.py": COMPILERS,
    "tests/components/packaging/test_rust.py": COMPILERS,
    "tests/components/packaging/test_typescript.py": COMPILERS,
    "tests/conformance": COMPILERS,
    "tests/end_to_end": STACK,
    "tests/lambda/call-llm/test_connections.py": PROCESSES,
    "tests/lambda/call-llm/test_odd_answers.py": CASES,
    "tests/lambda/call-llm/test_parity.py": PROCESSES,
    "tests/attacks": PROCESSES,
    "tests/lambda/sandbox": PROCESSES,
    "tests/lambda/tools/code-interpreter": PROCESSES,
    "tests/lambda/tools/db-interface/test_data.py": PROCESSES,
    "tests/lambda/tools/db-interface/test_limits.py": PROCESSES,
    "tests/lambda/tools/db-interface/test_spellings.py": PROCESSES,
    "tests/lambda/tools/google-maps": COMPILERS,
    "tests/lambda/tools/rust-clustering": COMPILERS,
    "tests/lambda/tools/stock-analyzer": COMPILERS,
    "tests/loop": PROCESSES,
    "tests/native/test_languages.py": COMPILERS,
    "tests/policies/test_checkov.py": PROCESSES,
    "tests/real_model": C_COMPILER,
}


def needed_by_place(path: str) -> str | None:
    """What the tests of a file or a folder need beyond Python, by its path from the project's folder; None if nothing."""
    return next((need for place, need in PLACES.items() if path == place or path.startswith(f"{place}/")), None)


def needed_by_fixtures(names: Iterable[str]) -> str | None:
    return next((FIXTURES[name] for name in names if name in FIXTURES), None)
