"""What measures visits, if a guest lets it: the ids businesses enter, and the hosts that each loads from."""

from __future__ import annotations

import re

GA4_ID = re.compile(r"G-[A-Z0-9]{6,12}")
PIXEL_ID = re.compile(r"[0-9]{8,20}")

GA4_HOSTS = {
    "script-src": ["https://www.googletagmanager.com"],
    "connect-src": [
        "https://www.googletagmanager.com", "https://*.google-analytics.com", "https://*.analytics.google.com",
    ],
    "img-src": ["https://www.googletagmanager.com", "https://*.google-analytics.com"],
}  # fmt: skip
PIXEL_HOSTS = {
    "script-src": ["https://connect.facebook.net"],
    "connect-src": ["https://connect.facebook.net", "https://www.facebook.com"],
    "img-src": ["https://www.facebook.com"],
}


def hosts_of(*, ga4_id: str, pixel_id: str) -> dict[str, list[str]]:
    """What a page's policy opens for what is set, and for nothing else."""
    opened: dict[str, list[str]] = {}
    for hosts in ([GA4_HOSTS] if ga4_id else []) + ([PIXEL_HOSTS] if pixel_id else []):
        for directive, names in hosts.items():
            opened.setdefault(directive, []).extend(names)
    return opened
