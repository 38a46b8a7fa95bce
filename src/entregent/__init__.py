"""Entregent: what lets an informal circle live for years without a boss."""

__version__ = "0.1.0"
