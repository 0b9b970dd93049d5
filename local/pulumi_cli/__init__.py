"""The Pulumi CLI and its Python language host: from the PATH, or the official release, or else built from their Go modules."""
