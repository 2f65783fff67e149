"""Models of CTranslate2 are let go before Python ends.

Their worker threads must be joined while the interpreter is whole; a model that is still held when it is torn down can
end the process with "terminate called without an active exception".
"""

from __future__ import annotations

import atexit
import weakref


def release_at_exit(owner: object, attribute: str) -> None:
    """Set `attribute` of `owner` to None when the program ends, if `owner` still exists then."""
    held = weakref.ref(owner)

    def release() -> None:
        if (alive := held()) is not None:
            setattr(alive, attribute, None)

    atexit.register(release)
