"""Stream a corpus through the reader: one JSON line in, one JSON line out, in order, in constant memory."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from itertools import islice
from multiprocessing import get_context
from threading import Thread
from typing import Any

from geo.errors import GeoError

__all__ = ["read_line", "read_lines"]

_BATCH = 16
"""Lines handed to a worker at a time: enough to hide the cost of handing over, few enough to stream."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_JSON_NAMES = {list: "an array", str: "a string", int: "a number", float: "a number", bool: "true or false"}
_JSON_NAMES[type(None)] = "null"


def read_line(number: int, line: str) -> str:
    """Return the answer to one corpus line `{"id", "text", "title"?, "date"?, "source"?}` as one JSON line.

    A line that cannot be read gives `{"line", "error"}` (and `id` where it has one): one bad line must not end a run
    over a million.
    """
    identity: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError(f"found {_JSON_NAMES[type(row)]}, wanted an object with `id` and `text`")
        identity = row.get("id")
        if not isinstance(row.get("text"), str):
            raise ValueError("there is no `text` member of type string")
        answer = {"id": identity, **_read_row(row)}
    except json.JSONDecodeError as error:
        answer = _refusal(number, identity, f"this is no JSON ({error.msg} at character {error.pos + 1})")
    except RecursionError:
        answer = _refusal(number, identity, "this is nested too deeply")
    except (ValueError, GeoError) as error:
        answer = _refusal(number, identity, str(error))
    except Exception as error:  # whatever a text sets off: the lines after it are still wanted
        answer = _refusal(number, identity, f"a fault of sitmap itself ({type(error).__name__}: {error})")
    written = _ENCODER.encode(answer)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        # Half a surrogate pair, which JSON can name and UTF-8 cannot hold, comes out as it came in: as an escape.
        return json.dumps(answer, separators=(",", ":"))
    return written


def _refusal(number: int, identity: Any, reason: str) -> dict[str, Any]:
    return {"line": number, "id": identity, "error": f"line {number}: {reason}."}


def _read_row(row: dict[str, Any]) -> dict[str, Any]:
    from geo.model import Report
    from geo.pipeline import find_situation
    from geo.records import situation_record
    from geo.text.language import language_of

    # As given, since offsets count characters of this string; half a pair, which is none, becomes one of another.
    text = _HALF_PAIR.sub("\ufffd", row["text"])
    report = Report(
        text=text,
        title=str(row.get("title") or ""),
        date=_date(row.get("date")),
        source=str(row.get("source") or ""),
        id=str(row.get("id") or "report"),
        language=language_of(text),
    )
    return situation_record(find_situation(report, draw_points=False), with_text=False)


def _date(written: Any) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        raise ValueError(f"date {written!r} is none; give it as YYYY-MM-DD") from None


def _read_batch(batch: list[tuple[int, str]]) -> list[str]:
    return [read_line(number, line) for number, line in batch]


def read_lines(lines: Iterable[tuple[int, str]], *, workers: int = 1) -> Iterator[str]:
    """Yield one answer per line, in order; each line comes with its number, for messages.

    With `workers` above 1 that many processes share the work; a few batches per process are under way at a time, so
    memory stays constant however long the corpus is. Raises GeoError where a worker was killed.
    """
    numbered = iter(lines)
    if workers <= 1:
        for number, line in numbered:
            yield read_line(number, line)
        return
    # Forked workers share the memory-mapped gazetteer; where fork is missing they open it themselves.
    context = get_context("fork") if hasattr(os, "fork") else get_context()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker, initargs=(os.getpid(),))
    waiting: deque[Future[list[str]]] = deque()
    try:
        while True:
            while len(waiting) < workers * 3 and (batch := list(islice(numbered, _BATCH))):
                waiting.append(pool.submit(_read_batch, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise GeoError(
            "a worker of this run was killed, perhaps for want of memory. Run again with fewer --workers, and with "
            "--resume to go on where the output ends."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_worker(parent: int) -> None:
    """Leave Ctrl-C to the parent, which ends the workers, and end when the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
