"""Raises the limit of its memory again."""

import resource

resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
print("THROUGH")
