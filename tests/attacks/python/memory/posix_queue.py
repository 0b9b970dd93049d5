"""Makes a queue of messages by mq_open."""

call(240, 180, b"left-by-attack", 0o102, 0o600, 0)
print("THROUGH")
