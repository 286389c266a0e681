"""What every endpoint of the REST API stands on: who asks, how often, in what shape, answered once.

Wiring, like the rest of `boom/`: it joins apps and is imported by their `api` modules and by `boom.api`,
which mounts them.
"""
