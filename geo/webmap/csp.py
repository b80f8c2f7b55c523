"""The Content-Security-Policy of a finished page: what may run is named by the hash of its very bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

__all__ = ["policy", "source_hash"]

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""type\s*=\s*["']?application/(?:[\w.+-]*json)""", re.IGNORECASE)


def source_hash(text: str) -> str:
    """Return the CSP source of an inline script or style sheet.

    >>> source_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(html: str, *, images: Iterable[str] = (), connect: Iterable[str] = (), loose_styles: bool = False) -> str:
    """Return the policy that lets exactly the inline scripts and styles of `html` run and nothing be fetched.

    `images` are hosts pictures may come from (a tile server), `connect` those a served page may speak to.
    `loose_styles` allows style attributes, which markup of other folium elements has; scripts are never loosened.
    """
    scripts, styles = [], []
    for tag, attributes, text in _INLINE.findall(html):
        if tag.lower() == "style":
            styles.append(source_hash(text))
        elif not _DATA.search(attributes):
            scripts.append(source_hash(text))
    rules = {
        "default-src": ["'none'"],
        "script-src": list(dict.fromkeys(scripts)) or ["'none'"],
        "style-src": ["'unsafe-inline'"] if loose_styles else list(dict.fromkeys(styles)) or ["'none'"],
        "img-src": ["data:", "blob:", *images],
        "connect-src": list(connect) or ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
