"""Engines: what turns sentences of one language into another."""
