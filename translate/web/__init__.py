"""The local page: a small HTTP server for one person, or for a few who share a token.

`Desk` owns the jobs and translates them, one article after another, with models that are loaded once. The rest is
HTTP: `app` names the addresses, `guard` says who may ask, and `page/` is what a browser is given.
"""
