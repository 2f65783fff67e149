"""Engines: what turns sentences of one language into another."""

from translate.models.engines.base import Engine
from translate.models.engines.fallback import with_fallback
from translate.models.engines.load import best_installed, load_engine

__all__ = ["Engine", "best_installed", "load_engine", "with_fallback"]
