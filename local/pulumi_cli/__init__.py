"""The Pulumi CLI and its Python language host: those on the PATH, or the official release, or else a build of their Go modules."""
