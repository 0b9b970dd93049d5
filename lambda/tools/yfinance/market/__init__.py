"""Prices of stocks from one of two sources, and what is asked of them. `handler.py` has the tools themselves."""
