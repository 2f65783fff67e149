"""Access control: requests from this machine or with the token, never from another page in the same browser.

A page of another origin can send requests to a local server (cross-site request forgery) and can let its own name
resolve to this machine (DNS rebinding). So the `Host` of a request must be ours, and so must its `Origin` or
`Sec-Fetch-Site` if it has one.
"""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from translate.util.web import ip_of, is_loopback
from translate.web.errors import Refused, kind_of

SAFE_SITES = ("same-origin", "none")  # our page; an address typed by the user
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Access:
    """The address of a server and its token."""

    host: str = "127.0.0.1"
    token: str = ""  # empty: no token, for a server that only this machine can reach

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    def is_ours(self, name: str) -> bool:
        """Return whether a `Host` name is one of this server's.

        Other machines may use any IP address, since only names can be rebound.
        """
        if is_loopback(name):
            return True
        this_host = socket.gethostname().lower()
        names = (self.host.lower(), this_host, f"{this_host}.local")
        return not self.is_local and (ip_of(name) is not None or name in names)


class Guard:
    """Middleware that refuses forbidden requests."""

    def __init__(self, access: Access, *, own_token: frozenset[str] = frozenset()) -> None:
        """Take the access control, and the paths that check the token in the request body themselves."""
        self.access, self.own_token = access, own_token
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        assert self.app is not None
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            raise RuntimeError(f"there is nothing here that speaks {scope['type']}")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        try:
            self._check_origin(Headers(scope=scope))
            if self.access.token and "token" in request.query_params and scope["path"] == "/":
                return await self._let_in(request)(scope, receive, with_headers)
            if scope["path"] not in self.own_token:
                self.check_token(request)
        except Refused as error:
            answer = JSONResponse({"error": str(error), "kind": kind_of(error)}, status_code=error.status)
            return await answer(scope, receive, with_headers)
        await self.app(scope, receive, with_headers)

    def _check_origin(self, headers: Headers) -> None:
        host = headers.get("host", "")
        if not self.access.is_ours(_name_of(host)):
            raise Refused(421, f"This server is not called {host[:100]!r}. Use the address that `warta serve` printed.")
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in (f"http://{host}".lower(), f"https://{host}".lower()):
            raise Refused(403, "This request comes from another page. Only Warta's own page may use this server.")
        if headers.get("sec-fetch-site", "none") not in SAFE_SITES and headers.get("sec-fetch-mode") != "navigate":
            raise Refused(403, "This request comes from another site. Only Warta's own page may use this server.")

    def check_token(self, request: Request, api_key: str = "") -> None:
        """Refuse a request without the token: in a cookie, as a bearer, or as the `api_key` of LibreTranslate.

        Raises:
            Refused: the token is missing or wrong.
        """
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        tokens = (request.cookies.get(self._cookie(request), ""), bearer, api_key)
        if self.access.token and not any(self._is_token(token) for token in tokens):
            raise Refused(
                401, "The token is missing or wrong. Open the address that `warta serve` printed.", "WrongToken"
            )

    def _is_token(self, token: str) -> bool:
        return secrets.compare_digest(token.encode("utf-8", "replace"), self.access.token.encode())

    def _let_in(self, request: Request) -> RedirectResponse:
        """Store the token of the address in a cookie, and redirect to the address without it."""
        token = request.query_params["token"]
        self.check_token(request, token)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(self._cookie(request), token, httponly=True, samesite="strict", path="/")
        return answer

    @staticmethod
    def _cookie(request: Request) -> str:
        """Return the name of the cookie, which contains the port, as cookies do not distinguish ports."""
        return f"warta-{request.scope['server'][1]}"


def _name_of(host: str) -> str:
    """Return the host of a `Host` header without its port; empty if malformed."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
