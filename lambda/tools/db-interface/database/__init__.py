"""The Lahman baseball database: what is in it, and how it is read without harm."""
