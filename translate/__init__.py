"""Translate and brief Indonesian articles, offline."""
