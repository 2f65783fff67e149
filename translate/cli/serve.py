"""`warta serve`: the local page."""

from __future__ import annotations

import re
import signal
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from translate.cli.loading import load_setups
from translate.cli.options import Common
from translate.cli.stderr import note
from translate.document import TARGETS
from translate.errors import UnknownModel, UsageError

if TYPE_CHECKING:
    from translate.models.resolve import ModelSpec
    from translate.translation.post_edit.base import PostEditor
    from translate.translation.retry import Policy
    from translate.translation.setup import Setup
    from translate.web.guard import Access

SHORTEST_TOKEN = 16  # characters
TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST_TOKEN},}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeRequest(Common):
    """Options of `warta serve`."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    memory: Path | None = None
    open: bool = False

    @property
    def access(self) -> Access:
        """The access control of the server.

        Raises:
            UsageError: other machines could use the server without a token; or the token is too short.
        """
        from translate.web.guard import Access

        access = Access(self.host, self.token)
        if self.token and not TOKEN.fullmatch(self.token):
            raise UsageError(f"--token: expected {SHORTEST_TOKEN} or more letters and digits that nobody can guess.")
        if not access.is_local and not self.token:
            raise UsageError(
                f"--host {self.host} lets other machines in, so it needs a --token of {SHORTEST_TOKEN} or more letters "
                "and digits. Add one, or leave --host out."
            )
        return access


def serve(request: ServeRequest) -> None:
    """Open a page on this machine: paste or drop an article, read its translation, correct it, save it."""
    access, spec, policy, editing = request.access, request.spec, request.policy, request.editing
    try:
        from translate.web.app import build
        from translate.web.server import listen, server_of
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        raise UsageError(
            f"`warta serve` needs {error.name}, which is not installed: pip install 'warta[web]'"
        ) from None
    # Heavy modules are imported only after the request is validated.
    from translate.batch.memory import Memory
    from translate.translation.post_edit.load import load_editor
    from translate.web.job import ServerLimits
    from translate.web.job_queue import JobQueue
    from translate.web.models import Models, installed_choices

    tell = partial(note, quiet=request.quiet)
    for line in policy.terms.notes:
        tell(line)
    choices = installed_choices(named_models(spec, TARGETS), allow_pickle=spec.allow_pickle)
    models = Models(choices, loader(request, policy, load_editor(editing, TARGETS, on_note=tell), tell))
    file = (request.memory or default_memory()).expanduser()
    with listen(request.host, request.port) as listening, Memory(file, durable=True, on_note=tell) as memory:
        limits = ServerLimits(addresses=not request.offline)
        app = build(JobQueue(models, memory, policy, limits, on_note=tell), access, memory_name=str(file))
        address = address_of(access, listening.getsockname()[1])
        tell(f"corrections are kept in {file}. Ctrl-C ends the server.")
        print(address, flush=True)
        if request.open:
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):  # the usual way to stop a server
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            server_of(app).run(sockets=[listening])
    tell("the server has ended; every correction is kept.")


def named_models(spec: ModelSpec, targets: Iterable[str]) -> dict[str, str]:
    """Return the named model by its target languages; empty for "auto".

    Raises:
        WartaError: it has none of these target languages, or is not on this machine.
    """
    from translate.models.resolve import resolve

    found, refused = dict[str, str](), list[UnknownModel]()
    for target in targets if spec.name != "auto" else ():
        try:
            resolve(spec, ("id", target))
            found[target] = spec.name
        except UnknownModel as error:
            refused.append(error)
    if refused and not found:
        raise refused[0]
    return found


def loader(
    request: ServeRequest, policy: Policy, editor: PostEditor | None, tell: Callable[[str], None]
) -> Callable[[str, str], Setup]:
    """Return a function that loads a model by its name for a target language, as the options say."""

    def load(name: str, target: str) -> Setup:
        spec = request.spec if name == request.model else replace(request.spec, name=name, family=None, revision=None)
        (setup,) = load_setups(spec, (target,), fallback=request.fallback, editor=editor, policy=policy, tell=tell)
        return setup

    return load


def default_memory() -> Path:
    """Return the default file of corrections, in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("warta", appauthor=False)) / "memory.sqlite"


def address_of(access: Access, port: int) -> str:
    """Return the address to open in a browser, with the token if there is one.

    For a server that listens on all addresses it is the loopback address.
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(access.host, access.host)
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{port}/" + (f"?token={access.token}" if access.token else "")
