"""The translation memory: in SQLite, with TMX import and export in `translate.batch.memory.tmx`.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder, Memory(Path(folder) / "memory.sqlite") as memory:
...     memory.add_imported("id", "en", {"Harga beras naik.": "Rice has become dearer."})
...     memory.imported("id", "en", ["Harga beras naik.", "Hujan turun."])
{'Harga beras naik.': 'Rice has become dearer.'}
"""

from __future__ import annotations

from translate.batch.memory.learning import LearnedSentences, learn
from translate.batch.memory.store import Memory, MemoryPair, MemoryUnit

__all__ = ["LearnedSentences", "Memory", "MemoryPair", "MemoryUnit", "learn"]
