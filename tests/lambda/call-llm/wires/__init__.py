"""What each provider sends and takes, one file a provider. All of them have the same names."""

from types import ModuleType

from wires import anthropic, bedrock, openai

WIRES: dict[str, ModuleType] = {
    "anthropic": anthropic,
    "openai": openai,
    "bedrock": bedrock,
}
