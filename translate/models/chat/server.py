"""Ask a server that speaks the OpenAI protocol: Ollama, llama.cpp, vLLM and others.

One request for each question, a deadline for the whole answer, a bounded number of retries, no redirects (which would
send the article and the key elsewhere), and a size limit. The key is in no message.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from translate.errors import ModelError, UsageError
from translate.util.untrusted import json_from
from translate.util.web import is_loopback

KEY_VARIABLE = "WARTA_LLM_KEY"
LARGEST = 1 << 20  # bytes of an answer; a brief has a thousandth
AGAIN = (408, 425, 429, 500, 502, 503, 504, 529)  # status codes worth a retry
LONGEST_PAUSE = 30.0  # seconds; a longer Retry-After is an error


THOUGHT = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.S)  # reasoning that some models write before the answer


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a language model."""

    text: str
    complete: bool = True  # False: the length limit ended it


class ChatModel(Protocol):
    """A language model that answers one message: of a server, or local."""

    @property
    def window(self) -> int:
        """The most tokens that a question and its answer may have together."""

    def count_tokens(self, question: str) -> int:
        """Return how many tokens a question takes, chat template included; never fewer than it has."""

    def ask(self, question: str, most_tokens: int) -> Answer:
        """Return the answer of at most `most_tokens` tokens; raises ModelError where there is none."""


class _Busy(Exception):
    """A request failed and may succeed when repeated; `pause` is the server's Retry-After, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Client:
    """A model of a server; making one opens no connection."""

    url: str  # of the protocol's root: "http://localhost:11434/v1"
    model: str  # the server's name of it
    key: str = field(default="", repr=False)
    timeout: float = 300.0  # seconds for one answer; a large model on a processor is slow
    tries: int = 3
    pause: float = 2.0  # seconds before the second try; doubled before the next
    window: int = 4096  # tokens of a question and its answer; the smallest default of the known servers
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        """Refuse a malformed address, or one with a password, since signatures and messages show addresses.

        A key that is invalid in a header is refused, too: the HTTP library would show it in its error.
        """
        if "@" in self.url or "?" in self.url:
            raise UsageError(f"`url`: expected an address without password or query; a key goes in {KEY_VARIABLE}.")
        try:
            parts = urlsplit(self.url)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            sound = False
        if not sound or not self.url.isprintable() or " " in self.url:
            raise UsageError(f"`url={self.url}`: expected an address such as http://localhost:11434/v1.")
        object.__setattr__(self, "key", self.key.strip())  # the line break at the end of a file
        if not (self.key.isascii() and self.key.isprintable()) or " " in self.key:
            raise UsageError(
                f"{KEY_VARIABLE} holds a space, a line break or a letter beyond ASCII: no key does. Set it again."
            )
        if not self.model:
            raise UsageError("`url` needs the name of a model of that server. Give it as `url_model`.")

    @property
    def host(self) -> str:
        """The name of the server's machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def local(self) -> bool:
        """Whether the server is on this machine."""
        return is_loopback(self.host)

    def count_tokens(self, question: str) -> int:
        """Return at least as many tokens as `question` has: the protocol has no way to ask, so they are estimated.

        A token of English is four letters or more on average, of Japanese a character or so.
        """
        ascii_only = sum(character.isascii() for character in question)
        return ascii_only // 3 + len(question) - ascii_only + 32

    def check(self) -> None:
        """Check with one request that the server answers and accepts the key, before long work starts.

        Raises:
            ModelError: it does not answer, or refuses.
        """
        replace(self, tries=1)._ask("models", None, missing=True)

    def ask(self, question: str, most_tokens: int) -> Answer:
        """Return the answer to one message, as likely as the model can make it (temperature 0).

        Raises:
            ModelError: the server cannot be reached, refuses, breaks off or sends no valid answer, in every try.
        """
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": question}],
            "temperature": 0,
            "seed": 0,
            "max_tokens": most_tokens,
            "stream": False,
        }
        answer = self._ask("chat/completions", json.dumps(body).encode())
        try:
            choice = json_from(answer)["choices"][0]
            text = choice["message"]["content"]
            ended = choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise ModelError(f"{self.url}: the answer is not of the OpenAI protocol. Check `url`.") from error
        if not isinstance(text, str | None):
            raise ModelError(f"{self.url}: the answer holds no text. Check `url_model`.")
        return Answer(text or "", complete=ended != "length")

    def _ask(self, path: str, body: bytes | None, *, missing: bool = False) -> bytes:
        """Return the content of an answer; with `missing`, a "not found" status counts as an empty one."""
        pause = self.pause
        for tries_left in reversed(range(self.tries)):
            try:
                status, content = self._try(path, body)
            except _Busy as busy:
                wait = pause if busy.pause is None else busy.pause
                if not tries_left or wait > LONGEST_PAUSE:
                    raise ModelError(f"{self.url}: {busy}. Check that the server runs, then try again.") from busy
                self.sleep(wait)
                pause *= 2
                continue
            if status < 300:
                return content
            if missing and status in (404, 405, 501):
                return b""
            raise ModelError(self._refused(status))
        raise AssertionError("at least one try")

    def _try(self, path: str, body: bytes | None) -> tuple[int, bytes]:
        """Return the status and the content of one answer; no redirect is followed."""
        import httpx2 as httpx  # a tenth of a second, which a run without a server need not wait

        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "warta"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        url, deadline = f"{self.url.rstrip('/')}/{path}", time.monotonic() + self.timeout
        try:
            with (
                # Requests to this machine must not go through a proxy; certificates are only loaded for https.
                httpx.Client(timeout=self.timeout, trust_env=not self.local, verify=url.startswith("https:")) as client,
                client.stream("POST" if body else "GET", url, content=body, headers=headers) as answer,
            ):
                status, retry_after = answer.status_code, answer.headers.get("Retry-After", "")
                if status in AGAIN:
                    raise _Busy(
                        f"the server answered {status}", float(retry_after) if retry_after.isdecimal() else None
                    )
                return status, self._read(answer.iter_bytes(), deadline)
        except (httpx.TimeoutException, TimeoutError):
            raise _Busy(f"no whole answer within {self.timeout:.0f} s") from None
        except httpx.HTTPError as error:
            raise _Busy(f"the connection failed ({_one_line(error)})") from error

    def _read(self, pieces: Iterator[bytes], deadline: float) -> bytes:
        """Read an answer as it arrives, so that the deadline also ends a server that sends a byte now and then."""
        read, size = [], 0
        for piece in pieces:
            read.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise ModelError(f"{self.url}: the answer is over {LARGEST >> 20} MB. Check `url`.")
            if time.monotonic() > deadline:
                raise TimeoutError
        return b"".join(read)

    def _refused(self, status: int) -> str:
        if status in (401, 403):
            return f"{self.url}: the server answered {status}. Set {KEY_VARIABLE} to a key that it takes."
        if status == 404:
            return f"{self.url}: the server has no model {self.model!r} or no such page. Check `url_model` and `url`."
        if 300 <= status < 400:
            return f"{self.url}: the server sends us elsewhere, which is not followed. Give the address itself."
        return f"{self.url}: the server answered {status}. Check `url_model` and the server's own log."


def _one_line(reason: object) -> str:
    return " ".join(str(reason).split())[:120] or type(reason).__name__
