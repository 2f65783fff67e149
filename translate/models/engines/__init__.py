"""Engines, which translate sentences of one language into another."""
