# The commands of everyday work; `just` lists them.
default:
    @just --list

# Everything, as CI runs it, in a fresh environment
ci:
    bash .ci/run

# The test suite, on every core
test *ARGS:
    pytest -q {{ARGS}}

# What it leaves out: kills, families of models and the quality gate at length
slow *ARGS:
    pytest -q -m slow {{ARGS}}

# Style and types
lint:
    ruff check .
    mypy

# Mend what can be mended by itself
fix:
    ruff check --fix .

# The quality gate alone: chrF of the models that come with Warta, on the project's own samples
gate:
    pytest -q -m "" tests/test_gate.py

# The documentation as a site, in site/; `mkdocs serve` shows it while you write
docs:
    mkdocs build --strict
