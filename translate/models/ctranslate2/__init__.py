"""Models on CTranslate2 (https://github.com/OpenNMT/CTranslate2): the same checkpoints in int8, much faster.

It comes with `pip install 'warta[fast]'`. A checkpoint is converted once into the cache; `encoder_decoder` runs it
behind the methods of `models.seq2seq.Checkpoint`, so that engines need not know the runtime. Length limits are set
by each source, not by the runtime, and a translation does not depend on the other texts of its batch (see there).
"""

from __future__ import annotations

import importlib.util

from translate.errors import ModelError, UsageError

RUNTIMES = ("auto", "torch", "ctranslate2")
INSTALL = "pip install 'warta[fast]'"


def installed() -> bool:
    """Return whether CTranslate2 is on this machine; loads nothing."""
    return importlib.util.find_spec("ctranslate2") is not None


def is_wanted(runtime: str) -> bool:
    """Return whether models run on CTranslate2: if `runtime` names it, or is "auto" and it is installed.

    Raises:
        UsageError: there is no such runtime.
        ModelError: `runtime` names CTranslate2, which is not installed.
    """
    if runtime not in RUNTIMES:
        raise UsageError(f"{runtime!r} is no runtime. The runtimes are {', '.join(RUNTIMES)}.")
    if runtime == "ctranslate2" and not installed():
        raise ModelError(f"CTranslate2 is not installed. Type: {INSTALL}")
    return runtime != "torch" and installed()
