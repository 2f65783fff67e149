"""A language model that corrects translations which the checks doubt; they judge what it says like any attempt."""
