"""Registries in TypeScript."""
