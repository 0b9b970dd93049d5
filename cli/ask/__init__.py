"""`agent ask`: ask a deployed agent a question, show the run while it happens, and print the answer.

It knows a stack only by its outputs (docs/reference/outputs.md). So it asks the laptop stack and a stack in AWS in the same way.
"""
