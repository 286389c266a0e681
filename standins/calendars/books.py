"""What both companies know: people, calendars, events with their history, grants and tokens. One JSON file."""

from __future__ import annotations

import json
import secrets
import threading
import time
from pathlib import Path
from typing import Any

Obj = dict[str, Any]
ACCESS_FOR_S = 3600
COMPANIES = {"google": "Google", "microsoft": "Microsoft"}


class Books:
    """Everything behind the address. Each change is written to the file, if there is one."""

    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.RLock()
        self._path = path
        self.faults: list[Obj] = []
        self.calls: list[tuple[str, str]] = []
        kept = json.loads(path.read_text()) if path and path.exists() else {}
        self.people: Obj = kept.get("people", {})
        self.events: Obj = kept.get("events", {})
        self.codes: Obj = kept.get("codes", {})
        self.grants: Obj = kept.get("grants", {})
        self.tokens: Obj = kept.get("tokens", {})
        # The newest change, and the oldest that a calendar can still tell changes since.
        self.version: int = kept.get("version", 1)
        self.floor: int = kept.get("floor", 0)

    def save(self) -> None:
        if self._path is None:
            return
        said = {
            name: getattr(self, name)
            for name in ("people", "events", "codes", "grants", "tokens", "version", "floor")
        }
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(said))
        fresh.replace(self._path)

    # ---- people and their calendars

    def calendars_of(self, company: str, email: str) -> Obj:
        """Somebody's calendars by id, the first their own; made when they are first heard of."""
        own = email if company == "google" else f"AAMk{email.encode().hex()}="
        second = f"{email.encode().hex()}@group.calendar.google.com" if company == "google" else f"{own}2"
        return self.people.setdefault(f"{company} {email}", {own: "Calendar", second: "Rooms"})  # type: ignore[no-any-return]

    # ---- events

    def all_events(self, company: str, calendar: str) -> Obj:
        return self.events.setdefault(f"{company} {calendar}", {})  # type: ignore[no-any-return]

    def put(self, company: str, calendar: str, key: str, body: Obj, *, is_gone: bool = False) -> Obj:
        """Write an event as it is from now on; it is the newest change."""
        self.version += 1
        kept = {"body": body, "version": self.version, "is_gone": is_gone}
        self.all_events(company, calendar)[key] = kept
        self.save()
        return kept

    def forget_changes(self) -> None:
        """From now on nobody is told what changed before: tokens of earlier readings answer 410."""
        self.floor = self.version
        self.version += 1

    # ---- grants

    def new_grant(self, company: str, email: str, scope: str) -> str:
        key = secrets.token_urlsafe(24)
        self.grants[key] = {"company": company, "email": email, "scope": scope}
        return key

    def new_token(self, grant: str) -> str:
        token = secrets.token_urlsafe(24)
        self.tokens[token] = {"grant": grant, "until": time.time() + ACCESS_FOR_S}
        self.save()
        return token

    def whose(self, company: str, token: str) -> str | None:
        """Whose calendars an access token opens; None for one that is not good (any more)."""
        known = self.tokens.get(token)
        grant = self.grants.get(known["grant"]) if known and known["until"] > time.time() else None
        return grant["email"] if grant and grant["company"] == company else None

    def revoke(self, grant: str) -> bool:
        is_known = self.grants.pop(grant, None) is not None
        self.save()
        return is_known

    def revoke_everything(self) -> None:
        """As when a person takes the app's access away, or changes their password."""
        self.grants.clear()
        self.save()

    def expire_tokens(self) -> None:
        self.tokens.clear()
        self.save()

    # ---- faults

    def fail(
        self, path: str, *, status: int, times: int = 1, after_effect: bool = False, wait_s: int = 0
    ) -> None:
        """The next `times` requests whose "METHOD path" holds `path` answer `status`, done all the same where
        `after_effect`, and ask to come back after `wait_s`.
        """
        fault = {
            "path": path,
            "status": status,
            "times": times,
            "after_effect": after_effect,
            "wait_s": wait_s,
        }
        self.faults.append(fault)

    def fault_for(self, line: str) -> Obj | None:
        for fault in self.faults:
            if fault["times"] > 0 and fault["path"] in line:
                fault["times"] -= 1
                return fault
        return None
