"""Stream a corpus through the reader: one JSON line in, one JSON line out, in order, in constant memory."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any

from geo.errors import GeoError

__all__ = ["read_line", "read_lines"]

_BATCH = 16
"""Lines handed to a worker at a time: enough to hide the cost of handing over, few enough to stream."""


def read_line(number: int, line: str) -> str:
    """Return the answer to one corpus line `{"id", "text", "title"?, "date"?, "source"?}` as one JSON line.

    A line that cannot be read gives `{"line", "error"}` (and `id` where it has one): one bad line must not end a run
    over a million.
    """
    identity: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError(f"found {type(row).__name__}, wanted an object with `id` and `text`")
        identity = row.get("id")
        if not isinstance(row.get("text"), str):
            raise ValueError("no `text` member of type string")
        answer = {"id": identity, **_read_row(row)}
    except (ValueError, RecursionError, GeoError) as error:
        answer = {"line": number, "id": identity, "error": f"line {number}: {error}"}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _read_row(row: dict[str, Any]) -> dict[str, Any]:
    from datetime import date

    from geo.model import Report
    from geo.pipeline import find_situation
    from geo.records import situation_record

    written = row.get("date")
    report = Report(
        text=row["text"],  # exactly as given: offsets count characters of this string
        title=str(row.get("title") or ""),
        date=date.fromisoformat(str(written)[:10]) if written else None,
        source=str(row.get("source") or ""),
        id=str(row.get("id") or "report"),
    )
    return situation_record(find_situation(report, draw_points=False), with_text=False)


def _read_batch(batch: list[tuple[int, str]]) -> list[str]:
    return [read_line(number, line) for number, line in batch]


def read_lines(lines: Iterable[str], *, workers: int = 1, first_line: int = 1) -> Iterator[str]:
    """Yield one answer per non-empty line, in order. `first_line` numbers the first line (for messages).

    With `workers` above 1 that many processes share the work; a few batches per process are under way at a time, so
    memory stays constant however long the corpus is.
    """
    numbered = ((n, line) for n, line in enumerate(lines, first_line) if line.strip())
    if workers <= 1:
        for number, line in numbered:
            yield read_line(number, line)
        return
    # Forked workers share the memory-mapped gazetteer; where fork is missing they open it themselves.
    context = get_context("fork") if hasattr(__import__("os"), "fork") else get_context()
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[list[str]]] = deque()
        while True:
            while len(waiting) < workers * 3 and (batch := list(islice(numbered, _BATCH))):
                waiting.append(pool.submit(_read_batch, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()
