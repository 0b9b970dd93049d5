"""Google's generateContent as the Gemini API has it, https://ai.google.dev/api/generate-content."""

from local.scripted_model.dialects.gemini import dialect

__all__ = ["dialect"]
