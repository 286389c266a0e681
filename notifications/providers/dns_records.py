"""The texts that DNS holds for a name, asked in bounded time."""

from __future__ import annotations

from functools import lru_cache

import dns.exception
import dns.name
import dns.nameserver
import dns.resolver
from django.conf import settings

from boom.core.errors import ProviderDown

# For one name, tries and further servers included.
LONGEST_S = 4.0
NO_NAME = (dns.name.EmptyLabel, dns.name.LabelTooLong, dns.name.NameTooLong)


class NamesAway(ProviderDown):
    code = "names-away"
    message = "The domain’s records could not be read."


def texts_of(name: str) -> list[str]:
    """The TXT records of a name, each in one piece; none where there are none. Raises NamesAway."""
    try:
        answer = _resolver(tuple(settings.DNS_SERVERS)).resolve(name, "TXT", lifetime=LONGEST_S)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, *NO_NAME):
        return []
    except dns.exception.DNSException as error:
        raise NamesAway from error
    return [b"".join(row.strings).decode("utf-8", errors="replace") for row in answer]


@lru_cache(maxsize=2)
def _resolver(servers: tuple[str, ...]) -> dns.resolver.Resolver:
    """`servers`: an address each, a port after a `#` where it is not the usual one."""
    made = dns.resolver.Resolver(configure=not servers)
    if servers:
        pairs = [server.partition("#") for server in servers]
        made.nameservers = [
            dns.nameserver.Do53Nameserver(address, int(port or 53)) for address, _hash, port in pairs
        ]
    return made
