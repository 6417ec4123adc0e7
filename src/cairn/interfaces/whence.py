"""Who knocks at a door that has no sign-in."""

import ipaddress

from django.conf import settings  # noqa: TID251  # how many proxies to believe is asked here only
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Who knocks, as far as it can be told: the address that reached us, or the one that the last of our own proxies
    saw. What a stranger writes into X-Forwarded-For is not believed. Of IPv6, the part that belongs to one house."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        seen = told[-settings.PROXIES] if len(told) >= settings.PROXIES else seen
    try:
        found = ipaddress.ip_address(_without_port(seen))
    except ValueError:
        return seen[:60]
    # IPv4 as a socket of IPv6 tells it: taken as it stands, the whole of IPv4 would be one house.
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _without_port(seen: str) -> str:
    """Some proxies write the port too, which is another one each time: `192.0.2.1:4711`, `[2001:db8::1]:4711`."""
    if seen.startswith("["):
        return seen[1:].partition("]")[0]
    host, colon, port = seen.partition(":")
    return host if colon and "." in host and port.isdecimal() else seen
