"""Online tiles for those who ask for them: a provider of xyzservices and the hosts it lives on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.errors import PageError

__all__ = ["Tiles", "find_tiles"]


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile server as Leaflet wants it, and what the page's policy must allow for it."""

    url: str
    attribution: str
    max_zoom: int
    subdomains: str
    hosts: tuple[str, ...]


def find_tiles(name: str) -> Tiles:
    """Return the tiles by their name in xyzservices. Raises PageError for an unknown name or one that needs a key."""
    import xyzservices.providers as providers

    try:
        provider = providers.query_name(name)
    except ValueError:
        raise PageError(
            f"no tiles are known by the name {name!r}. Names are those of xyzservices, such as OpenStreetMap.Mapnik."
        ) from None
    if provider.requires_token():
        raise PageError(f"the tiles {name!r} need a key of their owner. Choose others, such as OpenStreetMap.Mapnik.")
    subdomains = provider.get("subdomains", "abc")
    subdomains = "".join(subdomains)
    url = provider.build_url(fill_subdomain=False, scale_factor="")
    return Tiles(
        url, provider.get("attribution", ""), int(provider.get("max_zoom", 18)), subdomains, _hosts(url, subdomains)
    )


def _hosts(url: str, subdomains: str) -> tuple[str, ...]:
    """Return each host by its full name: a star would allow more than is used.

    >>> _hosts("https://{s}.example.org/{z}/{x}/{y}.png", "ab")
    ('https://a.example.org', 'https://b.example.org')
    """
    found = re.match(r"(https?://[^/]+)", url)
    if not found:
        raise PageError(f"the tiles' address {url!r} names no host. Choose other tiles.")
    host = found[1]
    return tuple(host.replace("{s}", letter) for letter in subdomains) if "{s}" in host else (host,)
