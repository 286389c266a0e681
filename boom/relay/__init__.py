"""The relay: the process that reads what was committed and tells others (`manage.py relay`).

It may die at any instant: what it has not marked it does again after the next start, and whoever it tells
can hear a thing twice. Several may run; a lock per schema keeps them out of each other's way.
"""
