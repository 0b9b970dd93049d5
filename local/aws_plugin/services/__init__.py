"""The AWS services, one a file. Each file holds the service's resource types."""
