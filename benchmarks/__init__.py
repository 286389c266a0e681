"""Measurements of Boom against what it stands on: plain psycopg and a bare Django, in one interleaved run.

`make bench` runs them all on servers of their own (`ARGS="availability --quick"` some of them) and prints
each goal beside what was measured. Beside them `--peer-avail URL` measures another program's availability; no
such program is part of this project.
"""
