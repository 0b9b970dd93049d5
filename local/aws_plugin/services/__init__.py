"""One AWS service a file: its resource types, each a few facts and the calls that make, read, change and delete it."""
