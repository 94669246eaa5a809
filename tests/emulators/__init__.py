"""Local stand-ins of the platforms' APIs: same paths, same shapes, same errors, no accounts."""
