"""`agent ask`: ask a deployed agent a question, show the run while it happens, and print the answer.

It knows a stack by its outputs alone (docs/reference/outputs.md), so it asks the laptop stack and one in AWS in the same way.
"""
