"""The components of the pipeline: an engine, its fallback and its post-editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from translate.document import ModelInfo
from translate.errors import UsageError, expect
from translate.models.engines.base import Engine
from translate.models.fallback import Fallback, find_fallback
from translate.models.resolve import ModelSpec, resolve
from translate.translation.post_edit.base import PostEditor
from translate.translation.retry import Policy


@dataclass(frozen=True, slots=True)
class Setup:
    """An engine, with the fallback and post-editor for sentences whose every attempt is flagged."""

    engine: Engine
    fallback: Fallback | None = None  # translates the sentence anew
    editor: PostEditor | None = None  # corrects the best attempt, after the fallback

    @property
    def fallback_models(self) -> tuple[ModelInfo, ...]:
        """The models of the fallback, empty without one."""
        return self.fallback.models if self.fallback else ()


def load_setup(
    spec: ModelSpec,
    target: str,
    *,
    engine: Engine | None = None,
    fallback: str | Fallback = "none",
    post_edit: str | PostEditor | None = None,
    policy: Policy | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Setup:
    """Return the setup that translates Indonesian into a target language, with its engine loaded.

    Args:
        spec: the model; its loading options also apply to the fallback and the post-editor.
        target: language code; `engine` has its own.
        engine: used instead of the model of `spec`.
        fallback: "none", "auto" for the best other model that is installed, a model's name, or a `Fallback`.
        post_edit: "none", the folder or hub id of a local language model, or a post-editor.
        policy: without its retries, neither a fallback nor a post-editor is used.
        on_note: called with one line for each long wait, failure or option without effect.

    Raises:
        UsageError: an option cannot have an effect, or post-edits in this language cannot be checked.
        ModelError: a model cannot be loaded.
    """
    expect(fallback, (str, Fallback), "A fallback", '"none", "auto" or the name of a model')
    if not hasattr(post_edit, "edit"):
        expect(post_edit, (str, type(None)), "A post-editor", '"none", the folder or hub id of a model')
    if engine is not None and not hasattr(engine, "count_tokens"):
        raise UsageError(f"An engine cannot be of type {type(engine).__name__}; name a `model` to have one loaded.")
    retry = policy is None or policy.retry
    refuse_without_retries(retry, fallback=fallback != "none", post_edit=post_edit not in (None, "none"))
    engine = engine or resolve(spec, ("id", target)).load(on_note)
    if isinstance(fallback, str):
        fallback_spec = replace(spec, name=fallback, family=None, revision=None)
        found = find_fallback(engine, fallback_spec, on_note=on_note)
    else:
        found = fallback
    if post_edit == "none":
        post_edit = None
    if isinstance(post_edit, str):
        from translate.translation.post_edit.load import EditorChoice, load_editor

        choice = EditorChoice(
            model=post_edit, prompts=spec.prompts, allow_pickle=spec.allow_pickle, offline=spec.offline
        )
        post_edit = load_editor(choice, [engine.target], on_note=on_note)
    return Setup(engine, found, post_edit)


def refuse_without_retries(retry: bool, *, fallback: bool, post_edit: bool) -> None:
    """Refuse a fallback or a post-editor without retries.

    Raises:
        UsageError: one of them is chosen.
    """
    if fallback and not retry:
        raise UsageError("`fallback` translates sentences that the retries leave flagged; leave `retry=False` out.")
    if post_edit and not retry:
        raise UsageError("`post_edit` corrects sentences that the retries leave flagged; leave `retry=False` out.")
