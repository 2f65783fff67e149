"""A language model that corrects translations which the checks doubt; they judge what it says like any attempt."""

from __future__ import annotations

from translate.post_edit.editor import LanguageModelEditor
from translate.post_edit.load import EditorChoice, load_editor

__all__ = ["EditorChoice", "LanguageModelEditor", "load_editor"]
