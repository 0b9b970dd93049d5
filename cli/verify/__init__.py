"""`agent verify`: tries on a deployed stack everything that can only be seen there, and prints a table that a person can send."""
