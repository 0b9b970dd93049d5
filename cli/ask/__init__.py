"""`python -m cli.ask`: asks a deployed agent a question, shows the run while it happens, and prints the answer.

It knows a stack by its outputs alone (docs/reference/outputs.md), so it asks the laptop stack and one in AWS in the same way.
"""
