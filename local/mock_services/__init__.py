"""Mock services for outside services: they answer by the published references of the APIs, so that the laptop stack needs no key.

Each package here stands in for one service, and its `HOSTS` says for which hosts. What they tell is invented, and says so.
"""
