"""`translate.batch` on a Ray cluster, for more articles than one machine can translate.

folder or table -> requests -> actors, each with its own models -> rows in Parquet (and files, if `Work.files`)
"""

from __future__ import annotations

from translate.batch.ray_runner.run import translate_on_ray
from translate.batch.ray_runner.work import Cluster, Table, Work

__all__ = ["Cluster", "Table", "Work", "translate_on_ray"]
