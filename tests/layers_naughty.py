"""Strings that break programs: markup, script, templates, paths, formats, signs of every kind. Made here, by rule."""

from __future__ import annotations

import itertools

__all__ = ["naughty_strings"]

_RUN = "window.pwned=1"
_MARKUP = (
    "<script>{run}</script>",
    "<img src=x onerror={run}>",
    "<svg onload={run}>",
    "<b data-naughty>x</b>",
    "<iframe src='javascript:{run}'>",
    "<a href='javascript:{run}'>x</a>",
    "<body onload={run}>",
    "<style>*{{background:url(javascript:{run})}}</style>",
    "<object data=x>",
    "<math><mi xlink:href='javascript:{run}'>",
    "<details open ontoggle={run}>",
    "<input autofocus onfocus={run}>",
    "<!--{run}-->",
    "<![CDATA[<script>{run}</script>]]>",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<ScRiPt>{run}</sCrIpT>",
    "<template>{run}</template>",
)
_AROUND = (
    "{}",
    "</script>{}",
    "\"'>{}",
    "`{}`",
    "${{{}}}",
    "{{{{{}}}}}",
    "]]>{}",
    "-->{}",
    "</textarea></title>{}",
    "\\x3c{}",
    "&lt;{}",
    "%3C{}",
    "\u202e{}",
    "\ufeff{}",
    "\u2028{}",
    "\x00{}",
    "{}\\",
    "';{}//",
    "*/{}/*",
)
_PLAIN = (
    "",
    " ",
    "\t",
    "\n",
    "null",
    "undefined",
    "NaN",
    "true",
    "0",
    "-1",
    "1e999",
    "[]",
    "{}",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "length",
    "../../etc/passwd",
    "..\\..\\x",
    "C:\\nul",
    "CON",
    "file:///etc/passwd",
    "/vsicurl/http://x",
    "%s%n%x",
    "{0}",
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{% raw %}",
    "' OR 1=1 --",
    '"; DROP TABLE x; --',
    "`id`",
    "$(id)",
    "; rm -rf ~",
    "=1+1",
    "@SUM(1)",
    "+1",
    "\u202eright to left",
    "\u2066isolate",
    "\u200b",
    "\u00ad",
    "\ufffd",
    "\ufffe",
    "\ud83d",
    "\udc00",
    "🗺️",
    "👩‍👩‍👧‍👦",
    "🇻🇪",
    "e\u0301" * 50,
    "Z\u0351\u036b\u0343" * 30,
    "ﷺ",
    "İ",
    "ß",
    "ﬁ",
    "𝒳",
    "零〇",
    "مرحبا",
    "שלום",
    "ไทย",
    "\x07\x1b[31m",
    "a" * 5000,
    "w" * 300 + " ",
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "vbscript:x",
    "//example.com/x",
    "https://example.com/x.svg",
)


def naughty_strings() -> list[str]:
    """Return more than two thousand strings, always the same."""
    made = [around.format(markup.format(run=_RUN)) for around, markup in itertools.product(_AROUND, _MARKUP)]
    codes = [
        chr(code)
        for code in itertools.chain(range(0x250), range(0x2000, 0x2070), range(0xFE00, 0xFE10), range(0xFFF0, 0x10000))
    ]
    pairs = [f"{a}{b}" for a, b in itertools.product("<>&\"'`\\{}$%=/", repeat=2)]
    twice = [f"{text}{text}" for text in _PLAIN]
    mixed = [f"{a} {b}" for a, b in itertools.product(_PLAIN[:40], ("<i>", "</p>", "&amp;", "\\u0000", "\r\n"))]
    wrapped = [
        outer.format(inner.format(markup.format(run=_RUN)))
        for outer, inner, markup in itertools.product(_AROUND, _AROUND, _MARKUP[:2])
    ]
    return [*_PLAIN, *made, *wrapped, *codes, *pairs, *twice, *mixed]
