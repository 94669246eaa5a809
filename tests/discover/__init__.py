"""Registry sources: what is read, where it stands, and what is said of what cannot be read."""
