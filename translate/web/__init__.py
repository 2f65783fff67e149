"""The local page: a small HTTP server for one person, or for a few who share a token.

`JobQueue` has the jobs and translates them, one article after another, with models that are loaded once. The rest is
HTTP: `app` has the routes, `guard` the access control, and `page/` the files for the browser.
"""
