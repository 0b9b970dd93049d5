"""Prices of stocks from one of two sources, for the tools of `handler.py`."""
