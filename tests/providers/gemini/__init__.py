"""Google's generateContent as the Gemini API has it, https://ai.google.dev/api/generate-content."""

from tests.providers.gemini import dialect

__all__ = ["dialect"]
