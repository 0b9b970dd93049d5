"""SmolLM2-135M-Instruct on this machine: a real model that needs no key and no network, installed only when it is asked for.

With 135 million parameters it calls tools in the right form and understands next to nothing: it is there to test the loop with.
`python -m tests.real_model --port 4580` serves it.
https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct (Apache-2.0)
"""
