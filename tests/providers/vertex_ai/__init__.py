"""Google's generateContent as Vertex AI has it, and the token that a service account asks it with.

https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
"""

from tests.providers.vertex_ai import dialect

__all__ = ["dialect"]
