"""Measurements of Boom against what it stands on: plain psycopg and a bare Django, in one interleaved run.

`make bench` runs them all on servers of their own (`ARGS="availability --quick"` some of them); the goals
P1 to P14 and the last full run stand in docs/performance.md. Beside them `--peer-avail URL` measures another
program's availability; no such program is part of this project.
"""
