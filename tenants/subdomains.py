"""Which names a business may take as its address. Pure."""

from __future__ import annotations

import re
import unicodedata

# A host label of 3 to 40 characters (RFC 1123 allows 63; nobody wants to type those).
SUBDOMAIN_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$"
_LABEL = re.compile(SUBDOMAIN_PATTERN)

# Names of the platform's own, of mail and name services, and those that could pass for us.
RESERVED = frozenset(
    [
        "about",
        "abuse",
        "account",
        "accounts",
        "admin",
        "administrator",
        "api",
        "app",
        "apps",
        "assets",
        "auth",
        "autoconfig",
        "autodiscover",
        "billing",
        "blog",
        "book",
        "booking",
        "bookings",
        "boom",
        "boomapp",
        "calendar",
        "cdn",
        "chat",
        "checkout",
        "console",
        "contact",
        "dashboard",
        "demo-admin",
        "dev",
        "developer",
        "developers",
        "dns",
        "docs",
        "download",
        "email",
        "embed",
        "example",
        "feed",
        "ftp",
        "get",
        "go",
        "help",
        "home",
        "host",
        "hostmaster",
        "imap",
        "info",
        "invoice",
        "live",
        "localhost",
        "login",
        "logout",
        "mail",
        "mailer",
        "media",
        "mobile",
        "monitor",
        "mx",
        "news",
        "newsletter",
        "noreply",
        "no-reply",
        "ns",
        "ns1",
        "ns2",
        "oauth",
        "office",
        "operator",
        "owner",
        "partner",
        "partners",
        "pay",
        "payment",
        "payments",
        "pop",
        "pop3",
        "portal",
        "postmaster",
        "press",
        "preview",
        "pricing",
        "privacy",
        "private",
        "public",
        "register",
        "root",
        "sales",
        "sandbox",
        "search",
        "secure",
        "security",
        "server",
        "service",
        "services",
        "settings",
        "shop",
        "sign-in",
        "sign-up",
        "signin",
        "signup",
        "sms",
        "smtp",
        "sql",
        "ssh",
        "ssl",
        "staff",
        "staging",
        "static",
        "stats",
        "status",
        "stripe",
        "sudo",
        "super",
        "superadmin",
        "support",
        "sync",
        "system",
        "team",
        "terms",
        "test",
        "testing",
        "trust",
        "undefined",
        "upload",
        "uploads",
        "user",
        "users",
        "validator",
        "vpn",
        "web",
        "webhook",
        "webhooks",
        "webmail",
        "webmaster",
        "widget",
        "ws",
        "wss",
        "www",
    ]
)


def subdomain_problem(name: str) -> str | None:
    """Why this name cannot be an address, in words, or None when its form is fine (it may still be taken)."""
    if len(name) < 3:
        return "Use at least 3 characters."
    if len(name) > 40:
        return "Use at most 40 characters."
    if not _LABEL.fullmatch(name):
        return "Use small letters a to z, digits and hyphens; start and end with a letter or digit."
    if name.startswith("xn--") or name[2:4] == "--":
        return "Two hyphens in third place are reserved on the internet."
    if name in RESERVED or name.replace("-", "") in RESERVED:
        return "This name is reserved."
    return None


def suggest_subdomain(business_name: str) -> str:
    """A form-valid address made of a business's name, or an empty text when nothing usable is left."""
    plain = unicodedata.normalize("NFKD", business_name).encode("ascii", "ignore").decode().lower()
    label = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return label if subdomain_problem(label) is None else ""
