"""The translation pipeline: split, translate, check, retry, assemble."""
