"""The signature of a translation: everything that determines its text."""

from __future__ import annotations

import re
from functools import cache
from importlib import metadata

from translate.document import Document, ModelInfo, Signature
from translate.patterns import regex
from translate.translation.retry import Policy, decoding_of, within
from translate.translation.setup import Setup

# Libraries that can change a translation.
LIBRARIES = ("torch", "transformers")
VERSION = regex(r"^Version: (\S+)$", re.M)


def sign(document: Document, setup: Setup, policy: Policy, date: str) -> Signature:
    """Return the signature of a translation of `document`."""
    engine = setup.engine
    chosen = [("retry", str(within(policy, engine.models)))]
    if policy.terms:
        chosen.append(("glossary", str(policy.terms)))
    if policy.retry and setup.fallback:
        chosen.append(("fallback", " + ".join(map(_named, setup.fallback.models))))
    if policy.retry and (editor := setup.editor):
        chosen.append(("post-edit", _named(editor.info(engine.target)) + f" at {editor.host}" * bool(editor.host)))
    chosen += fetched_from(document, date)
    runtimes = _runtimes(*engine.models, *setup.fallback_models)
    return Signature(
        warta=version("warta"),
        models=engine.models,
        decoding=str(decoding_of(policy, engine.models)),
        source=engine.source,
        target=engine.target,
        input_sha256=document.source.sha256,
        settings=tuple(chosen),
        libraries=tuple((name, version(name)) for name in (*LIBRARIES, *runtimes)),
        date=date,
    )


def fetched_from(document: Document, date: str) -> tuple[tuple[str, str], ...]:
    """Return the address of a fetched page as settings of a signature, with the time if the run is dated."""
    source = document.source
    if not source.fetched:
        return ()
    address = ("address", source.name.replace("|", "%7C"))
    return (address, ("fetched", source.fetched)) if date else (address,)


@cache
def version(library: str) -> str:
    """Return the version of an installed library; cached, and from one line, as parsing its description is slow."""
    text = metadata.distribution(library).read_text("METADATA") or ""
    found = VERSION.search(text)
    return found[1] if found else metadata.version(library)


def _named(model: ModelInfo) -> str:
    """Return a name for a fallback or post-editor that changes with everything that determines its output."""
    prompt = f", prompt {model.prompt_sha256[:12]}" if model.prompt_sha256 else ""
    licence = f" ({model.licence}{', non-commercial' if model.non_commercial else ''})" if model.licence else ""
    return f"{model.id}{'@' * bool(model.revision)}{model.revision[:16]}{prompt}{licence}"


def _runtimes(*models: ModelInfo) -> tuple[str, ...]:
    """Return the names of the libraries that run these models instead of torch."""
    runs = {"ctranslate2": any(model.revision.startswith("ct2-") for model in models)}
    # fxtranslate decodes greedily, numpy with beams.
    runs["fxtranslate"] = runs["numpy"] = any(model.family == "firefox" for model in models)
    return tuple(name for name, used in runs.items() if used)
