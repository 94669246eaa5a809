"""One module per OAuth provider, named after it; each defines `PROVIDER`."""
