"""Helpers that do not depend on articles: files, threads, prompt templates, inline markup."""
