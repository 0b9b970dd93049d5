"""The Lahman baseball database: its descriptions, and safe queries of it."""
