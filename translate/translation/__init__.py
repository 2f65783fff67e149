"""From a document to its translation: cut, run, check, retry, put together."""
