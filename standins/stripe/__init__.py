"""A stand-in for Stripe: `python -m standins.stripe --port 12111 --data FILE`.

Keeps Stripe's contract for what Boom uses: objects, states, errors, idempotency, events and signed webhooks, and the
pages Stripe hosts (pay, portal, Connect onboarding, 3-D Secure), each labelled as a test. What it does not know it
refuses with Stripe's own `parameter_unknown`, so nothing is taken for done that was ignored.

Words. *Books*: the objects of one account at one instant, in one transaction. *Job*: something that happens by itself
at a later time. *Clock*: the stand-in's own time, or a test clock of Stripe's. *Fault*: a failure that was ordered
through `/_control/`.

A module a noun: shape, routes and rules of customers are in `customers.py`. Below them all stand `store`, `books`,
`params`, `routing`, `events`; `app` answers a request, `server` speaks HTTP, `control` takes orders.
"""

API_VERSION = "2026-10-28.endive"
