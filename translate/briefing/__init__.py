"""Briefs of translations: summarizers and facts."""
