"""`agent versions`: the published versions of a stack's functions."""
