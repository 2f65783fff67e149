"""Read Indonesian articles, translate them into English or Japanese, check the result, brief it with evidence.

>>> from translate import translate                             # doctest: +SKIP
>>> print(translate("Harga beras naik.", "en"))                 # doctest: +SKIP
The price of rice rises.

Importing this package loads nothing: each name below is looked up when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str

    from translate.batch import translate_files
    from translate.document import Brief, Document, Segment, Translation
    from translate.errors import WartaError
    from translate.language.glossary import Glossary
    from translate.models.decoding import Decoding
    from translate.models.resolve import ModelSpec
    from translate.reading import read, read_text
    from translate.translation.retry import Policy
    from translate.translator import Translator, brief, translate

__all__ = [
    "Brief",
    "Decoding",
    "Document",
    "Glossary",
    "ModelSpec",
    "Policy",
    "Segment",
    "Translation",
    "Translator",
    "WartaError",
    "brief",
    "read",
    "read_text",
    "translate",
    "translate_files",
]

_HOMES = {
    "Decoding": "translate.models.decoding",
    "Brief": "translate.document",
    "Document": "translate.document",
    "Segment": "translate.document",
    "Translation": "translate.document",
    "WartaError": "translate.errors",
    "Glossary": "translate.language.glossary",
    "ModelSpec": "translate.models.resolve",
    "Policy": "translate.translation.retry",
    "read": "translate.reading",
    "read_text": "translate.reading",
    "Translator": "translate.translator",
    "brief": "translate.translator",
    "translate": "translate.translator",
    "translate_files": "translate.batch",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("warta")
    if name not in _HOMES:
        raise AttributeError(f"module 'translate' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
