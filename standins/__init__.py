"""Programs that stand in for companies Boom talks to, where there is no key or no network.

Each is a process of its own that keeps the company's contract over HTTP and knows nothing of Boom: what passes
here has met the contract, not our idea of it. They are for development, demo and tests, and say so on every page.
"""
