"""Ask a server that speaks the OpenAI protocol: Ollama, llama.cpp, vLLM and others.

Made of the standard library: one request a question, a deadline for the whole answer, a bounded number of further
tries, no redirects (which would take the article and the key elsewhere), and a limit on what is read. The key is in no
message.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

from translate.errors import ModelError, UsageError

KEY_VARIABLE = "WARTA_LLM_KEY"
LARGEST = 1 << 20  # bytes of an answer; a brief has a thousandth
AGAIN = (408, 425, 429, 500, 502, 503, 504, 529)  # answers that may be others in a moment
LONGEST_PAUSE = 30.0  # seconds; a server that asks for more is not waited for
PIECE = 1 << 14  # bytes read at once, between two looks at the clock


THOUGHT = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.S)  # what some models say before they answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What a language model wrote."""

    text: str
    complete: bool = True  # False: the length limit ended it


class ChatModel(Protocol):
    """A language model that answers one message: behind an address, or on this machine."""

    @property
    def window(self) -> int:
        """The most tokens of a question and its answer together."""

    def count_tokens(self, question: str) -> int:
        """Return how many tokens a question takes, with all that frames it; never less than it does."""

    def ask(self, question: str, most_tokens: int) -> Answer:
        """Return the answer of at most `most_tokens` tokens; raises ModelError where there is none."""


class _Busy(Exception):
    """A try failed in a way that the next may not; `pause` is what the server asked for, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow none: the answer itself, a status of 3xx, becomes the error."""


@dataclass(frozen=True, slots=True)
class Client:
    """A model behind an address; making one opens no connection."""

    url: str  # of the protocol's root: "http://localhost:11434/v1"
    model: str  # as the server calls it
    key: str = field(default="", repr=False)
    timeout: float = 300.0  # seconds for one answer; a large model on a processor is slow
    tries: int = 3
    pause: float = 2.0  # seconds before the second try; doubled before the next
    window: int = 4096  # tokens of a question and its answer; the least that the known servers have unless told
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        """Refuse an address that is none, or that carries a password; signatures and messages name addresses."""
        if "@" in self.url or "?" in self.url:
            raise UsageError(f"--llm-url: expected an address without password or query; a key goes in {KEY_VARIABLE}.")
        try:
            parts = urlsplit(self.url)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            sound = False
        if not sound or not self.url.isprintable() or " " in self.url:
            raise UsageError(f"--llm-url {self.url}: expected an address such as http://localhost:11434/v1.")
        if not self.model:
            raise UsageError("--llm-url wants the name of a model of that server. Give it with --llm-model.")

    @property
    def host(self) -> str:
        """The machine that is asked."""
        return urlsplit(self.url).hostname or ""

    @property
    def local(self) -> bool:
        """Whether it is this machine."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def count_tokens(self, question: str) -> int:
        """Return at least as many tokens as `question` has: the protocol has no way to ask, so they are estimated.

        A token of English is four letters or more on average, of Japanese a character or so.
        """
        ascii_only = sum(character.isascii() for character in question)
        return ascii_only // 3 + len(question) - ascii_only + 32

    def check(self) -> None:
        """Make sure, in one try, that the server is there and takes the key, before long work that needs it.

        Raises:
            ModelError: it is not there, or refuses.
        """
        replace(self, tries=1)._ask("models", None, missing=True)

    def ask(self, question: str, most_tokens: int) -> Answer:
        """Return the answer to one message, as likely as the model can make it (temperature 0).

        Raises:
            ModelError: the server cannot be reached, refuses, breaks off, or says what is no answer, each time.
        """
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": question}],
            "temperature": 0,
            "seed": 0,
            "max_tokens": most_tokens,
            "stream": False,
        }
        said = self._ask("chat/completions", json.dumps(body).encode())
        try:
            choice = json.loads(said)["choices"][0]
            text = choice["message"]["content"]
            ended = choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise ModelError(f"{self.url}: the answer is not of the OpenAI protocol. Check --llm-url.") from error
        if not isinstance(text, str | None):
            raise ModelError(f"{self.url}: the answer holds no text. Check --llm-model.")
        return Answer(text or "", complete=ended != "length")

    def _ask(self, path: str, body: bytes | None, *, missing: bool = False) -> bytes:
        """Return the content of an answer; with `missing` one that says there is no such page is as good."""
        pause = self.pause
        for left in reversed(range(self.tries)):
            try:
                return self._try(path, body)
            except urllib.error.HTTPError as error:
                if missing and error.code in (404, 405, 501):
                    return b""
                raise ModelError(self._refused(error)) from None
            except _Busy as busy:
                wait = pause if busy.pause is None else busy.pause
                if not left or wait > LONGEST_PAUSE:
                    raise ModelError(f"{self.url}: {busy}. Check that the server runs, then try again.") from busy
                self.sleep(wait)
                pause *= 2
        raise AssertionError("at least one try")

    def _try(self, path: str, body: bytes | None) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "warta"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(f"{self.url.rstrip('/')}/{path}", data=body, headers=headers)
        # What is asked of this machine must not go to a proxy.
        proxies = [urllib.request.ProxyHandler({})] if self.local else []
        opener = urllib.request.build_opener(_NoRedirects, *proxies)
        deadline = time.monotonic() + self.timeout
        try:
            with opener.open(request, timeout=self.timeout) as answer:
                return self._read(answer, deadline)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in AGAIN:
                    raise _Busy(f"the server answered {error.code}", _asked_pause(error)) from None
                raise
        except TimeoutError:
            raise _Busy(f"no whole answer within {self.timeout:.0f} s") from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _Busy(f"no whole answer within {self.timeout:.0f} s") from None
            raise _Busy(f"the connection failed ({_one_line(reason)})") from error

    def _read(self, answer: Any, deadline: float) -> bytes:
        """Read an answer; a server that sends a byte now and then must not hold us for ever."""
        pieces, size = [], 0
        while piece := answer.read1(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise ModelError(f"{self.url}: the answer is over {LARGEST >> 20} MB. Check --llm-url.")
            if time.monotonic() > deadline:
                raise TimeoutError
        if answer.length:  # bytes that were announced and did not come; read1 does not say so itself
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(pieces)

    def _refused(self, error: urllib.error.HTTPError) -> str:
        if error.code in (401, 403):
            return f"{self.url}: the server answered {error.code}. Set {KEY_VARIABLE} to a key that it takes."
        if error.code == 404:
            return f"{self.url}: the server has no model {self.model!r} or no such page. Check --llm-model, --llm-url."
        if 300 <= error.code < 400:
            return f"{self.url}: the server sends us elsewhere, which is not followed. Give the address itself."
        return f"{self.url}: the server answered {error.code}. Check --llm-model and the server's own log."


def _asked_pause(error: urllib.error.HTTPError) -> float | None:
    """Return the seconds a server asks to wait; None where it does not say, or gives a date."""
    said = error.headers.get("Retry-After", "") if error.headers else ""
    return float(said) if said.isdecimal() else None


def _one_line(reason: object) -> str:
    return " ".join(str(reason).split())[:120] or type(reason).__name__
