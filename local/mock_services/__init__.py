"""Mock services for outside services. They answer as the published API references say, so the laptop stack needs no key.

Each package here is the mock service of one outside service. Its `HOSTS` names the hosts that it answers for. The answers are
invented, and say so.
"""
