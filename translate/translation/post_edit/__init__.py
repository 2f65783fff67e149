"""Automatic post-editing of flagged translations by a language model; edits are checked like any attempt."""
