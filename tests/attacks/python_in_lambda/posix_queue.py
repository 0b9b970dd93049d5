"""Leaves a queue of messages for a later run."""

call(240, 180, b"left-by-attack", 0o102, 0o666, 0)

# --- a later run ---

call(240, 180, b"left-by-attack", 0, 0, 0)
print("THROUGH")
