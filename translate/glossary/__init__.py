"""A glossary: what terms of an article must be called in the target language."""
