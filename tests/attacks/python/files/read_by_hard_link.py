"""Links a secret file into its own folder, and reads it there."""

call(265, 37, -100, targets["npmrc"].encode(), -100, b"mine", 0)
print("THROUGH", open("mine").read())
