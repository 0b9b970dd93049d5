"""What each provider sends and takes, one file a provider. All of them have the same names."""

from types import ModuleType

from wires import anthropic, azure, bedrock, deepseek, gemini, groq, hosted_vllm, mistral, ollama, openai, vertex_ai, xai

WIRES: dict[str, ModuleType] = {
    "anthropic": anthropic,
    "openai": openai,
    "bedrock": bedrock,
    "gemini": gemini,
    "vertex_ai": vertex_ai,
    "azure": azure,
    "groq": groq,
    "mistral": mistral,
    "deepseek": deepseek,
    "xai": xai,
    "ollama": ollama,
    "hosted_vllm": hosted_vllm,
}

NATIVE = ("anthropic", "openai")
"""Those that the provider's own SDK can ask, too."""

ASKED = {name: (wire, "litellm") for name, wire in WIRES.items()} | {f"{name}-native": (WIRES[name], "native") for name in NATIVE}
"""Each with what asks it."""
