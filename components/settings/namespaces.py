"""Refuses settings of the project under a namespace that isn't the project's, like `step-function-agents:agents`."""

from components.llm_catalog.catalog import near
from components.settings import keys
from components.settings.raw_config import Problems, RawConfig
from components.settings.unknown_keys import home, moved

OTHERS = frozenset({"aws", "pulumi"})
"""The namespaces of the provider that the program uses and of Pulumi itself."""


def refuse_wrong_namespaces(config: RawConfig, problems: Problems) -> None:
    """Append a problem for each key that was probably meant for the project. Any other key may be one of another program."""
    for key in sorted(config.values):
        namespace, _, name = key.partition(":")
        if namespace == config.project:
            continue
        misspelt = namespace not in OTHERS and near(namespace, [config.project]) is not None
        new = home("", name) or near(name, keys.STACK) if misspelt or name in keys.STACK or _is_ours(namespace, name) else None
        if new and new != key:
            given = f"{key} has the namespace {namespace}, and the project is {config.project}"
            shown = new if ":" in new else f"{config.project}:{new}"
            problems.append(str(config.refused(given, shown, moved(config, key, new, config.value(key)))))
        elif misspelt:
            given = f"{key} has the namespace {namespace}, and the project is {config.project}, which has no setting {name!r}"
            allowed = ", ".join(f"{config.project}:{one}" for one in keys.STACK)
            problems.append(str(config.refused(given, allowed, config.remove_command(key))))


def _is_ours(namespace: str, name: str) -> bool:
    """Return whether a key of an unknown namespace has the name of one of the project's settings, wherever that belongs."""
    return namespace not in OTHERS and (name in keys.LLM or name in keys.TARGET)
