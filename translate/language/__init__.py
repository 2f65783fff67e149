"""Linguistic knowledge of Indonesian, English and Japanese: numbers, sentences, names, terms, layout of news."""
