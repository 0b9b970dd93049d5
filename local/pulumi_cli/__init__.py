"""The Pulumi CLI and its Python language host: the ones on the PATH, or else built here from their Go modules."""
