"""Webhook endpoints: where events go, and the secret they are signed with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standins.stripe.books import PLATFORM, Books, House
from standins.stripe.errors import invalid, missing
from standins.stripe.events import ENDPOINT, KEPT_S, is_wanted
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

URL = "/v1/webhook_endpoints"
SECRET_LENGTH = 32


def make(books: Books, *, url: str, events: list[str], connect: bool, secrets: list[str], **more: Any) -> Obj:
    endpoint: Obj = {
        "id": "",
        "object": ENDPOINT,
        "api_version": None,
        "application": None,
        "created": None,
        "description": None,
        "enabled_events": events,
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
        "_connect": connect,
        "_secrets": secrets,
        "_by": None,
        "_via": None,
        **more,
    }
    return books.add(endpoint, "we_")


def ensure(house: House, wanted: list[Mapping[str, Any]]) -> None:
    """Have exactly these endpoints among those given from outside (`url`, `secret`, `connect`, `events`, and
    `via`, a host and port to send to whatever host the address names).
    """
    with house.store.transaction():
        books = Books(house, PLATFORM)
        for known in books.all(ENDPOINT, _by="environment"):
            books.remove(known)
        for entry in wanted:
            secrets = entry["secret"] if isinstance(entry["secret"], list) else [entry["secret"]]
            make(
                books,
                url=str(entry["url"]),
                events=list(entry.get("events", ["*"])),
                connect=bool(entry.get("connect")),
                secrets=secrets,
                _by="environment",
                _via=entry.get("via"),
            )


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    url = params.needed("url")
    if not url.startswith(("http://", "https://")):
        raise invalid(
            "Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid"
        )
    events = params.texts("enabled_events")
    if not events:
        raise missing("enabled_events")
    endpoint = make(
        books,
        url=url,
        events=events,
        connect=bool(params.boolean("connect")),
        secrets=[books.house.new_id("whsec_", SECRET_LENGTH)],
        description=params.text("description"),
        metadata=params.metadata(),
        api_version=params.text("api_version"),
    )
    return endpoint | {"secret": endpoint["_secrets"][0]}


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(books, params, ENDPOINT, URL)


@route("GET", URL + "/{endpoint}")
def show(books: Books, params: Params, endpoint: str) -> Obj:
    return books.here(ENDPOINT, endpoint)


@route("POST", URL + "/{endpoint}")
def update(books: Books, params: Params, endpoint: str) -> Obj:
    found = books.here(ENDPOINT, endpoint)
    found["url"] = params.text("url") or found["url"]
    found["enabled_events"] = params.texts("enabled_events") or found["enabled_events"]
    found["description"] = params.text("description", found["description"])
    found["metadata"] = params.metadata(found["metadata"])
    if (disabled := params.boolean("disabled")) is not None:
        found["status"] = "disabled" if disabled else "enabled"
    return books.save(found)


@route("DELETE", URL + "/{endpoint}")
def remove(books: Books, params: Params, endpoint: str) -> Obj:
    return books.remove(books.here(ENDPOINT, endpoint))


# ---- events


@route("GET", "/v1/events")
def events_index(books: Books, params: Params) -> Obj:
    kind, kinds = params.text("type"), params.texts("types")
    patterns = [kind] if kind else kinds
    succeeded = params.boolean("delivery_success")

    def keep(event: Obj) -> bool:
        is_taken = event["pending_webhooks"] == 0
        return (not patterns or is_wanted(event["type"], patterns)) and succeeded in (None, is_taken)

    return listing(
        books,
        params,
        "event",
        "/v1/events",
        keep=keep if patterns or succeeded is not None else None,
        not_before=books.now - KEPT_S,
    )


@route("GET", "/v1/events/{event}")
def events_show(books: Books, params: Params, event: str) -> Obj:
    return books.here("event", event)
