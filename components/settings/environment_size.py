"""Checks that the environment variables of each function fit into AWS Lambda's limit."""

import json
from collections.abc import Mapping
from typing import Any

from components.llm_caller import llm_config, secrets_of
from components.settings.llm_settings import Llm
from components.settings.paths import within
from components.settings.raw_config import Problems, RawConfig
from components.settings.tool_settings import KEY as TOOLS
from components.settings.tool_settings import environment
from components.tool_folder import ToolFolder

# All variables of a function together: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MOST_BYTES = 4096

# arn:aws-us-gov:lambda:ap-southeast-1:123456789012:function:<64 characters>:<version>
LONGEST_FUNCTION_ARN = 140


def environment_bytes(variables: Mapping[str, Any]) -> int:
    """Return the size of a function's environment variables as AWS Lambda measures it.

    Lambda measures the JSON of them all, in which quotes inside of a value are escaped. Its error shows it as `String measured`.
    """
    return len(json.dumps(variables, separators=(",", ":"), ensure_ascii=False).encode())


def check_environments(
    config: RawConfig,
    llm: Llm,
    folders: Mapping[str, ToolFolder],
    tools: Mapping[str, Mapping[str, str]],
    arns: Mapping[str, str],
    problems: Problems,
) -> None:
    """Append a problem for each function whose variables are too many bytes.

    arns: the ARNs of the secrets, or texts as long as these.
    """
    size = _of_the_caller(llm, arns)
    if size > MOST_BYTES:
        problems.append(
            str(
                config.refused(
                    f"llm is {size:,} bytes, as the environment variable LLM_CONFIG of the caller",
                    f"{MOST_BYTES:,}, which is AWS Lambda's limit: fewer targets, or shorter params",
                    _fewer(config, llm, arns),
                )
            )
        )
    for name, folder in folders.items():
        sandbox_arn = "-" * LONGEST_FUNCTION_ARN if folder.sandbox else None
        size = environment_bytes(environment(tools[name], {secret: arns.get(secret, "") for secret in folder.secrets}, sandbox_arn))
        if size > MOST_BYTES:
            longest = max(tools[name], key=lambda key: len(tools[name][key]))
            path = within(within(TOOLS, name), longest)
            given = f"{TOOLS}.{name} is {size:,} bytes, as environment variables of the function"
            allowed = f"{MOST_BYTES:,}, which is AWS Lambda's limit: shorter texts"
            problems.append(str(config.refused(given, allowed, config.remove_command(path))))


def _of_the_caller(llm: Llm, arns: Mapping[str, str]) -> int:
    return environment_bytes({"LLM_CONFIG": json.dumps(llm_config(llm, {name: arns.get(name, "") for name in secrets_of(llm)}))})


def _fewer(config: RawConfig, llm: Llm, arns: Mapping[str, str]) -> str:
    """Return the commands that remove targets from the last one on until the others fit. The params of a first one that doesn't fit
    go.
    """
    commands, targets = [], llm.targets
    while len(targets) > 1 and _of_the_caller(Llm(targets, llm.fallback_on, llm.timeout_seconds), arns) > MOST_BYTES:
        commands.append(config.remove_command(within("llm.targets", len(targets) - 1)))
        targets = targets[:-1]
    if _of_the_caller(Llm(targets, llm.fallback_on, llm.timeout_seconds), arns) > MOST_BYTES:
        commands.append(config.remove_command("llm.targets[0].params"))
    return " && ".join(commands)
