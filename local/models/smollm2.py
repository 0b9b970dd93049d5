"""SmolLM2, which the laptop stack serves itself (`local/smollm2`): a real model for whoever has no other."""

from local.models.model import FREE, Model
from local.ports import HOST, Ports

SERVICE = "smollm2"
API = "/v1"
MAX_TOKENS = 128
# At a lower one it does the same again, whatever came of it.
TEMPERATURE = 0.8


def model(ports: Ports) -> Model:
    return Model(
        {
            "model": "hosted_vllm/smollm2",
            "apiBase": f"http://{HOST}:{ports.smollm2}{API}",
            "params": {"max_tokens": MAX_TOKENS, "temperature": TEMPERATURE},
            "price": FREE,
        },
        "on this machine. It is very small (135 million parameters): it calls tools in the right form, and its SQL and its answers "
        "are wrong. It shows the loop with a real model, and nothing about baseball",
        service=SERVICE,
    )
