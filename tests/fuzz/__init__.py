"""From an input schema to arguments: what is made is what the schema says, or breaks what is said."""
