"""A language model that corrects translations which the checks doubt; its edits are checked like any attempt."""
