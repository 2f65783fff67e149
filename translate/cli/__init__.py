"""The command line. Nothing else in Warta prints or exits."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from typer import TyperException

from translate.cli.app import app
from translate.cli.stderr import complain
from translate.errors import WartaError

# New objects between two collections of garbage. Python's 700 are for programs that make much of it; here nearly all
# objects are modules, tables and results, which stay.
NEW_OBJECTS = 100_000


def run() -> NoReturn:
    """Run `warta` with the arguments of the process, and end the process with its exit code."""
    gc.set_threshold(NEW_OBJECTS)
    try:
        sys.exit(main())
    finally:
        gc.freeze()  # the collections at the end would visit every object, which takes a tenth of a second


def main(argv: Sequence[str] | None = None) -> int:
    """Run `warta` with arguments, by default those of the process, and return the exit code.

    This is the one error boundary: every error becomes one line on stderr, and a traceback only with `--debug`.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    # OpenMP threads spin while they wait. The default length halves the speed of a busy machine; none at all costs a
    # third on an idle one. Must be set before torch loads.
    os.environ.setdefault("GOMP_SPINCOUNT", "20000")
    if "_WARTA_COMPLETE" in os.environ:  # typer wraps long help lines, which a shell would take for words
        os.environ["COLUMNS"] = "1000"
    try:
        code = int(app(arguments, prog_name="warta", standalone_mode=False) or 0)
        _flush()
        return code
    except WartaError as error:
        if "--debug" in arguments:
            traceback.print_exc()
        complain(str(error))
        return error.exit_code
    except TyperException as error:  # the arguments do not fit the command
        complain(f"{error.format_message()} {_help_line(error)}")
        return error.exit_code
    except UnicodeEncodeError as error:
        complain(
            f"The terminal's encoding, {error.encoding}, has no {error.object[error.start]!a}. "
            "Set PYTHONIOENCODING=utf-8, or name a file with -o."
        )
        return 1
    except BrokenPipeError:
        # The reader of stdout has gone (`warta ... | head`); the flush at exit must not fail again.
        sys.stdout = None
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _defect(error, debug="--debug" in arguments)
        # Buffered output cannot be written either; the flush at exit must not fail again.
        sys.stdout = None
        complain("standard output is full: not everything was written. Free some space, or name a file with -o.")
        return 1
    except Exception as error:
        return _defect(error, debug="--debug" in arguments)


def _flush() -> None:
    """Flush stdout while an error can still be reported."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _defect(error: Exception, *, debug: bool) -> int:
    """Print an unexpected error, and return its exit code."""
    if debug:
        traceback.print_exception(error)
    complain(
        f"{type(error).__name__}: {' '.join(str(error).split())}. This is a defect of Warta, not of your article; "
        "the same command with --debug shows where."
    )
    return 1


def _help_line(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"See `{context.command_path if context else 'warta'} --help`."
