"""Read and validate request bodies, within size limits."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from translate.document import Document
from translate.errors import EmptyDocument
from translate.language.glossary import Glossary, Term
from translate.language.glossary.terms import first_word
from translate.reading import read_bytes, read_text
from translate.reading.address import read_address
from translate.util.untrusted import json_from
from translate.web.errors import Refused
from translate.web.job import ServerLimits, TranslationRequest
from translate.web.models import Models

Fields = Mapping[str, Any]

LONGEST_NAME, LONGEST_TERM = 200, 200  # characters
PASTED = "The text"  # name of a pasted article in messages
ADDRESS = re.compile(r"https?://\S+", re.I)


async def body_of(request: Request, limits: ServerLimits) -> bytes:
    """Return the body of a request.

    Raises:
        Refused: it is too large, or does not arrive in time.
    """
    large = Refused(413, f"The request is larger than {limits.body / 1e6:.1f} MB. Send one article.", "TooLarge")
    if int(request.headers.get("content-length", 0)) > limits.body:  # the server has checked that it is a number
        raise large
    data = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for chunk in request.stream():
                data += chunk
                if len(data) > limits.body:
                    raise large
    except TimeoutError:
        raise Refused(
            408, f"The request did not arrive within {limits.body_seconds:.0f} s. Send it again.", "TooSlow"
        ) from None
    return bytes(data)


def kind_of(request: Request) -> str:
    """Return the media type of the body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def json_of(data: bytes) -> Fields:
    """Return the fields of a body in JSON.

    Raises:
        Refused: it is not a JSON object.
    """
    try:
        fields = json_from(data)
    except ValueError:
        raise Refused(400, 'The body is not JSON; expected an object, such as {"text": "..."}.') from None
    if not isinstance(fields, dict):
        raise Refused(400, 'The body is not a JSON object, such as {"text": "..."}.')
    return fields


def form_of(data: bytes) -> Fields:
    """Return the fields of a form; a repeated field becomes a list."""
    try:
        found = parse_qs(data.decode("utf-8"), keep_blank_values=True, max_num_fields=2_000)
    except ValueError:
        raise Refused(400, "The form cannot be read; expected UTF-8, in percent encoding.") from None
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def text_field(fields: Fields, name: str, default: str = "") -> str:
    """Return a field that is text.

    Raises:
        Refused: it has another type.
    """
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise Refused(400, f"{name}: expected text, found {json.dumps(value)[:40]}.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(400, f"{name} holds half of a surrogate pair; expected Unicode characters.") from None
    return value


def is_set(fields: Fields, name: str) -> bool:
    """Return the value of a boolean field; `1` and `true` count as true."""
    return fields.get(name) in (True, 1, "1", "true")


def terms_from(fields: Fields, target: str, most: int) -> Glossary:
    """Return the terms of a request; a term without a translation stays untranslated.

    Raises:
        Refused: they are malformed.
    """
    terms = fields.get("terms", [])
    if isinstance(terms, str):  # of a query
        with suppress(ValueError):
            terms = json_from(terms)
    if not isinstance(terms, list) or len(terms) > most or not all(isinstance(term, dict) for term in terms):
        raise Refused(
            400, f'terms: expected a list of at most {most} objects, {{"source": "...", "translation": "..."}}.'
        )
    return Glossary(tuple(_term(term, target) for term in terms))


def _term(fields: Fields, target: str) -> Term:
    source, translation = (_clean(text_field(fields, name)) for name in ("source", "translation"))
    if not first_word(source):
        raise Refused(400, f"The term {source!r} does not begin with a letter or digit.", "WrongTerm")
    if not translation:
        return Term((source,), verbatim=True)
    return Term((source,), **{target: (translation,)})  # type: ignore[arg-type]


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))[:LONGEST_TERM]


def file_name(fields: Fields) -> str:
    """Return the name of a file without folders, for display."""
    name = PurePath(text_field(fields, "name").replace("\\", "/")).name
    shown = "".join(character for character in name if character.isprintable())
    return shown[:LONGEST_NAME] or "text"


def request_from(fields: Fields, data: bytes | None, models: Models, limits: ServerLimits) -> TranslationRequest:
    """Return the article and options of a request, from its `text` or a file.

    Args:
        fields: of the request.
        data: the file; None if the article is in the fields.
        models: the models that can be chosen.
        limits: of the number of terms, and whether pages may be fetched.

    Raises:
        Refused: a field is malformed, or there is no such model.
        ReadingError: the article cannot be read.
    """
    target = text_field(fields, "to", "en")
    model = models.pick(target, text_field(fields, "model", "auto"))
    terms = terms_from(fields, target, limits.terms)
    document = _document(fields, data, limits)
    original = data if data and document.source.format == "docx" else b""
    return TranslationRequest((document,), target, model, terms, original=original)


def _document(fields: Fields, data: bytes | None, limits: ServerLimits) -> Document:
    check = not is_set(fields, "any_language")
    if data is not None:
        return read_bytes(data, name=file_name(fields), check_language=check)
    text = text_field(fields, "text")
    if not text.strip():
        raise EmptyDocument("There is no text to translate. Paste an Indonesian article, or open a file.")
    if ADDRESS.fullmatch(text.strip()):
        if not limits.addresses:
            raise Refused(400, "The server works without a network. Save the page, and open the file.", "Offline")
        return read_address(text.strip(), check_language=check)
    document = read_text(text, name=PASTED, check_language=check)
    return replace(document, source=replace(document.source, name="text"))
