"""What the API of a target's provider can take, where providers differ.

Another provider is another row. One that is not here gets the plainest request.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    keeps_thinking: bool = False
    """Signed thinking goes back to the model that made it."""
    images_in_results: bool = False
    """A tool result may hold images; elsewhere they follow in a message of the user."""
    fetches_images: bool = False
    """The provider loads an image from its https URL. For others LiteLLM would load it, from inside this function's network."""


_PROVIDERS = {
    "anthropic": Provider(keeps_thinking=True, images_in_results=True, fetches_images=True),
    "openai": Provider(fetches_images=True),
}


def provider_of(model: str) -> Provider:
    """By the first part of `provider/model`."""
    return _PROVIDERS.get(model.partition("/")[0], Provider())
