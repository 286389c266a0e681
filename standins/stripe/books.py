"""The objects of one account at one instant: how every noun reads, writes, dates and announces its own."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from standins.stripe import events
from standins.stripe.errors import unknown_object
from standins.stripe.store import Job, Obj, Store

PLATFORM = "acct_1BoomStandInPlatform"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 24


def blank(nothing: str, **fields: Any) -> Obj:
    """An object's shape: `fields` with their values, and the names in `nothing` as null."""
    return {**fields, **dict.fromkeys(nothing.split())}


def shown(obj: Any) -> Any:
    """An object as the outside sees it: names that begin with an underscore are the stand-in's own."""
    if isinstance(obj, dict):
        return {name: shown(value) for name, value in obj.items() if not name.startswith("_")}
    return [shown(entry) for entry in obj] if isinstance(obj, list) else obj


class House:
    """What all books share: the file, the addresses, the clock."""

    def __init__(self, store: Store, *, public_url: str, seed: str) -> None:
        self.store = store
        self.public_url = public_url.rstrip("/")
        self.seed = seed

    def move_to(self, public_url: str) -> None:
        """Be reached at this address from now on; objects that carry the former one are changed."""
        self.public_url = public_url.rstrip("/")
        with self.store.transaction():
            former = self.store.setting("public_url", self.public_url)
            if former != self.public_url:
                self.store.replace_text(former, self.public_url)
            self.store.set("public_url", self.public_url)

    def now(self, clock: str = "") -> int:
        """Seconds since 1970 on the stand-in's own clock, or on a test clock."""
        if clock:
            for account in self.store.accounts_of(clock):
                if found := self.store.get(account, clock):
                    return int(found["frozen_time"])
        frozen = self.store.setting("clock.frozen")
        return int(frozen if frozen is not None else time.time() + self.store.setting("clock.ahead", 0))

    def new_id(self, prefix: str, length: int = ID_LENGTH) -> str:
        """The next id; the same ones in the same order for the same seed."""
        number = self.store.count("ids")
        value = int.from_bytes(hashlib.sha512(f"{self.seed}:{number}:{prefix}".encode()).digest(), "big")
        letters = []
        for _ in range(length):
            value, place = divmod(value, len(ALPHABET))
            letters.append(ALPHABET[place])
        return prefix + "".join(letters)


class Books:
    """One account's objects, now. `request` holds the id and the key of the request, both None in jobs."""

    def __init__(
        self,
        house: House,
        account: str = PLATFORM,
        *,
        clock: str = "",
        now: int | None = None,
        request: Mapping[str, str | None] | None = None,
    ) -> None:
        self.house = house
        self.store = house.store
        self.account = account
        self.clock = clock
        self.now = house.now(clock) if now is None else now
        self.request = dict(request or {"id": None, "idempotency_key": None})

    @property
    def is_connected(self) -> bool:
        return self.account != PLATFORM

    def of(self, account: str) -> Books:
        """Another account's books at the same instant."""
        return Books(self.house, account, clock=self.clock, now=self.now, request=self.request)

    def follow(self, obj: Obj) -> None:
        """Go by the test clock of a customer, if it has one."""
        clock = obj.get("test_clock") or ""
        if clock and clock != self.clock:
            self.clock, self.now = clock, self.house.now(clock)

    # ---- reading

    def find(self, key: str | None) -> Obj | None:
        return self.store.get(self.account, key) if key else None

    def get(self, kind: str, key: str, *, param: str = "id", in_path: bool = False) -> Obj:
        """The object of that kind. Raises Stripe's resource_missing when this account has none such."""
        found = self.find(key)
        if found is None or found["object"] != kind:
            raise unknown_object(kind.rpartition(".")[2].replace("_", " "), key, param, in_path=in_path)
        return found

    def here(self, kind: str, key: str) -> Obj:
        """The object that the request's address names."""
        return self.get(kind, key, in_path=True)

    def all(self, kind: str, **wanted: Any) -> list[Obj]:
        """Newest first; `payment__payment_intent=...` looks one level down."""
        return self.store.find(
            self.account, kind, {name.replace("__", "."): value for name, value in wanted.items()}
        )

    # ---- writing

    def add(self, obj: Obj, prefix: str, *, event: str | None = None, length: int = ID_LENGTH) -> Obj:
        """Give an object its id and date where it has none, keep it and announce it."""
        obj["id"] = obj.get("id") or self.house.new_id(prefix, length)
        if obj.get("created", 0) is None:
            obj["created"] = self.now
        self.store.put(self.account, obj)
        if event:
            self.emit(event, obj)
        return obj

    def save(self, obj: Obj, *, event: str | None = None) -> Obj:
        """Keep a changed object; an event carries the values it had before. No change, no event."""
        before = self.store.get(self.account, obj["id"]) or {}
        self.store.put(self.account, obj)
        changed = {
            name: deepcopy(value) for name, value in shown(before).items() if obj.get(name) != before[name]
        }
        if event and (changed or not event.endswith(".updated")):
            self.emit(event, obj, previous=changed if event.endswith(".updated") else None)
        return obj

    def remove(self, obj: Obj, *, event: str | None = None) -> Obj:
        """Delete an object; answers what Stripe answers."""
        self.store.delete(self.account, obj["id"])
        if event:
            self.emit(event, obj)
        return {"id": obj["id"], "object": obj["object"], "deleted": True}

    def emit(self, kind: str, obj: Obj, *, previous: Obj | None = None) -> Obj:
        return events.emit(self, kind, shown(deepcopy(obj)), previous)

    # ---- later

    def later(self, due: int, name: str, key: str) -> None:
        """Have a job run at `due` on the clock these books go by."""
        self.store.later(Job(0, self.clock, due, name, self.account, key))

    def not_later(self, key: str, name: str = "%") -> None:
        self.store.drop_jobs(self.account, key, name)

    def page(self, path: str) -> str:
        """The address of a hosted page."""
        return f"{self.house.public_url}{path}"
