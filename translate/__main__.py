"""`python -m translate` is `warta`."""

from translate.cli import run

run()
