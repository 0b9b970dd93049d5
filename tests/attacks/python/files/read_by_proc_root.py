"""Leads to a secret file by /proc/self/root."""

print("THROUGH", open("/proc/self/root" + targets["npmrc"]).read())
