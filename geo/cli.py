"""The `sitmap` command: arguments, printing, exit codes. The only module that prints."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from geo.errors import GeoError

__all__ = ["main"]

DONE, DONE_WITH_PROBLEMS, BAD_INPUT = 0, 1, 2
_LAYERS = Path("layers")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 done with problems in some files, 2 bad input or usage."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or a pipe that cannot show a letter shows its escape: a name is no reason to end.
            stream.reconfigure(errors="backslashreplace")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except GeoError as error:
        _tell(f"sitmap: {error}")
        return BAD_INPUT
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        if isinstance(error, BrokenPipeError):
            # The reader of our output went away (`| head`): no fault, and Python must not complain at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        _tell(f"sitmap: {where}{error.strerror or error}. Check the path, its permissions and the free space.")
        return BAD_INPUT
    except KeyboardInterrupt:
        _tell("sitmap: stopped.")
        return 130
    except Exception as error:
        if os.environ.get("SITMAP_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        _tell(f"sitmap: a fault of sitmap itself, not of your files ({what}). Set SITMAP_DEBUG=1 to see where.")
        return BAD_INPUT


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def _say(line: str = "") -> None:
    print(line)


def _say_json(value: Any) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=1))


# --- arguments -------------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message}\nTry `{self.prog} --help`.\n")


def _parser() -> argparse.ArgumentParser:
    from geo import __version__

    parser = _Parser(prog="sitmap", description="From a report to a situation map.")
    parser.add_argument("--version", action="version", version=f"sitmap {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    _build_arguments(commands.add_parser("build", help="make a map page from reports and layers"))
    _read_arguments(commands.add_parser("read", help="show what is found in a report"))
    _place_arguments(commands.add_parser("place", help="look a place or a place phrase up"))
    _check_arguments(commands.add_parser("check", help="list every problem of every layer file"))
    _live_arguments(commands.add_parser("watch", help="build again on every change, and show it in the open page"))
    _live_arguments(commands.add_parser("serve", help="the same, with drawing tools that save into layers/"), draw=True)
    _add_arguments(commands.add_parser("add", help="put a layer file, or places by name, into the layers folder"))
    _new_arguments(commands.add_parser("new", help="start an empty, commented layer file"))
    _export_arguments(commands.add_parser("export", help="write a page as a picture, or layers for other programs"))
    return parser


def _count(words: str) -> int:
    if not words.isdecimal() or not int(words):
        raise argparse.ArgumentTypeError(f"{words!r} is no number from 1")
    return int(words)


def _port(words: str) -> int:
    if not words.isdecimal() or int(words) > 65535:
        raise argparse.ArgumentTypeError(f"{words!r} is no port; give a number from 0 to 65535")
    return int(words)


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--title", help="the report's title, instead of what the file says")
    parser.add_argument("--date", help="the report's date, YYYY-MM-DD, instead of what the file says")
    parser.add_argument("--source", help="who published the report, instead of what the file says")


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reports", nargs="*", metavar="REPORT", help="text, Markdown or HTML files")
    parser.add_argument("--layers", type=Path, default=_LAYERS, metavar="DIR", help="layer files (layers/)")
    parser.add_argument("--output", type=Path, default=Path("output"), metavar="DIR|FILE.html", help="(output/)")
    parser.add_argument("--tiles", metavar="NAME", help="online tiles by their xyzservices name")
    parser.add_argument("--json", action="store_true", help="print one machine-readable summary")
    _report_options(parser)
    parser.set_defaults(run=_build)


def _read_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "report", nargs="?", metavar="REPORT", help="a text, Markdown or HTML file, - for stdin; or a corpus"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--jsonl", action="store_true", help="a corpus: one JSON line in, one out")
    parser.add_argument("--workers", type=_count, default=None, metavar="N", help="processes for --jsonl (all cores)")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="with --jsonl: go on where FILE ends, appending")
    parser.add_argument("--tagger", default="", metavar="spacy:MODEL", help="find names with a spaCy model you have")
    _report_options(parser)
    parser.set_defaults(run=_read)


def _place_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME", help='such as "eastern Pacific" or "off Somalia"')
    parser.add_argument("--geojson", action="store_true", help="print one FeatureCollection")
    parser.add_argument("--json", action="store_true", help="the same")
    parser.set_defaults(run=_place)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="layer files (all of layers/)")
    parser.add_argument("--layers", type=Path, default=_LAYERS, metavar="DIR", help="(layers/)")
    parser.add_argument("--format", choices=("human", "json", "github"), default="human")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="same as --format json")
    parser.set_defaults(run=_check)


def _live_arguments(parser: argparse.ArgumentParser, *, draw: bool = False) -> None:
    parser.add_argument("reports", nargs="*", type=Path, metavar="REPORT", help="text, Markdown or HTML files")
    parser.add_argument("--layers", type=Path, default=_LAYERS, metavar="DIR", help="layer files (layers/)")
    parser.add_argument("--output", type=Path, default=Path("output"), metavar="DIR|FILE.html", help="(output/)")
    parser.add_argument("--tiles", metavar="NAME", help="online tiles by their xyzservices name")
    parser.add_argument("--port", type=_port, default=0, help="port on this machine (any free one)")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.set_defaults(run=_live, draw=draw)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a layer file to copy in and check")
    parser.add_argument("--place", action="append", default=[], metavar="PHRASE", help="a place by name; repeatable")
    parser.add_argument(
        "--status", default="", help="how certain: occurred, ongoing, claimed, planned, possible, denied"
    )
    parser.add_argument("--note", default="", help="what to say of the place")
    parser.add_argument("--when", default="", help="ISO 8601 date or interval")
    parser.add_argument("--to", default="", metavar="LAYER", help="add the places to this layer")
    for name in ("title", "group", "source"):
        parser.add_argument(f"--{name}", default="", help=f"the layer's {name}")
    parser.add_argument("--layers", type=Path, default=_LAYERS, metavar="DIR", help="(layers/)")
    parser.set_defaults(run=_add)


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="LAYER", help="such as harbours, or aid/roads")
    parser.add_argument("--layers", type=Path, default=_LAYERS, metavar="DIR", help="(layers/)")
    parser.set_defaults(run=_new)


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE", help="reports, or a layer file or folder")
    parser.add_argument("target", type=Path, metavar="FILE", help=".png .svg .pdf, or .kml .gpkg .csv .geojson")
    parser.add_argument("--layers", type=Path, default=_LAYERS, metavar="DIR", help="layer files (layers/)")
    parser.add_argument("--size", default="1600x1000", metavar="WxH", help="of a picture, in CSS pixels (1600x1000)")
    parser.add_argument("--dark", action="store_true", help="the page's dark look")
    parser.set_defaults(run=_export)


# --- commands --------------------------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    from geo.build import build_page, find_reports

    _refuse_ending(options.output)
    groups: list[list[Path]] = [[_report_path(name) for name in options.reports]]
    if not options.reports and (found := find_reports(Path.cwd())):
        groups = [[path] for path in found]
        if len(found) > 1 and options.output.suffix:
            raise GeoError(f"{options.output}: {len(found)} reports want a page each; give --output a folder.")
    about = _about_report(options)
    if about and [len(group) for group in groups] != [1]:
        raise GeoError(f"--{next(iter(about))} is for one report, not for {sum(map(len, groups))}. Name one.")
    is_new = _is_new(options.layers)
    built = []
    for group in groups:
        built.append(build_page(group, options.layers, options.output, tiles=options.tiles, about=about))
        if is_new and built[-1] is built[0]:
            _tell(f"note: {options.layers}: there was no such folder; it was made.")
        for problem in built[-1].problems:
            _tell(f"problem: {problem}")
        for message in built[-1].messages:
            _tell(f"note: {message}")
        if not options.json:
            _say(_build_line(built[-1]))
    if options.json:
        _say_json({"pages": [_build_record(one) for one in built]})
    return DONE_WITH_PROBLEMS if any(one.problems for one in built) else DONE


def _about_report(options: argparse.Namespace) -> dict[str, str]:
    told = {key: getattr(options, key) for key in ("title", "date", "source")}
    return {key: words for key, words in told.items() if words is not None}


def _is_new(layers: Path) -> bool:
    """Return whether a folder was asked for that is not there: perhaps its name was mistyped."""
    return layers != _LAYERS and not layers.exists()


def _refuse_ending(output: Path) -> None:
    if not output.is_dir() and output.suffix.lower() in _NO_PAGE:
        raise GeoError(f"{output}: a page ends in .html. For pictures and other formats there is `sitmap export`.")


_NO_PAGE = frozenset([".txt", ".md", ".pdf", ".png", ".svg", ".jpg", ".json", ".geojson", ".kml", ".csv", ".gpkg"])


def _build_line(built: Any) -> str:
    return (
        f"{built.page}  ({built.size / 1e6:.2f} MB; {_many(built.claims, 'claim')} on the map, "
        f"{_many(built.placed, 'mention')} placed, {built.not_placed} not; {_many(len(built.layers), 'layer')})"
    )


def _many(count: int, word: str) -> str:
    """Return a count with its word.

    >>> _many(1, "claim"), _many(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{count} {word}{'' if count == 1 else 's'}"


def _build_record(built: Any) -> dict[str, Any]:
    return {
        "page": str(built.page),
        "bytes": built.size,
        "reports": list(built.reports),
        "mentions": built.mentions,
        "placed": built.placed,
        "not_placed": built.not_placed,
        "claims": built.claims,
        "layers": list(built.layers),
        "messages": list(built.messages),
        "problems": [_problem_record(problem) for problem in built.problems],
    }


def _problem_record(problem: Any) -> dict[str, Any]:
    return {"file": problem.file, "where": problem.where, "reason": problem.reason, "mend": problem.mend}


def _read(options: argparse.Namespace) -> int:
    if options.jsonl:
        if options.json or options.title or options.date or options.source:
            raise GeoError("--jsonl takes no --json, --title, --date or --source: each line brings its own.")
        return _read_corpus(options)
    if options.resume or options.workers:
        raise GeoError("--resume and --workers are for a corpus. Give --jsonl, too, or leave them out.")
    if not options.report:
        raise GeoError("sitmap read wants a REPORT (or --jsonl for a corpus on standard input).")
    from geo import pipeline
    from geo.records import situation_record

    report = pipeline.read_report(_report_path(options.report), **_about_report(options))
    for note in report.notes:
        _tell(f"note: {note}")
    situation = pipeline.find_situation(report, tagger=options.tagger)
    if options.json:
        _say_json(situation_record(situation))
    else:
        for line in _situation_lines(situation_record(situation)):
            _say(line)
    return DONE


def _report_path(name: str) -> Path:
    return Path("/dev/stdin" if name == "-" else name)


def _situation_lines(record: dict[str, Any]) -> list[str]:
    head = record["report"]
    lines = [" | ".join(part for part in (head["title"], head["date"], head["source"]) if part) or "(no title)", ""]
    mentions = record["mentions"]
    placed = [m for m in mentions if m["role"] == "literal" and m["lat"] is not None]
    lines.append(f"{_many(len(mentions), 'mention')}, {len(placed)} placed, {len(mentions) - len(placed)} not placed")
    for m in placed:
        lines.append(f"  {m['text']}: {m['name']} ({m['kind']}, {m['precision']}; {m['lat']:.2f}, {m['lon']:.2f})")
    lines += ["", _many(len(record["claims"]), "claim")]
    for c in record["claims"]:
        where = ", ".join(dict.fromkeys(_named(mentions[i]) for i in c["mentions"]))
        who = f" (by {', '.join(c['attribution'])})" if c["attribution"] else ""
        lines.append(f"  {c['status']}: {where}: {c['kind'] or c['theme']}{who}")
        lines.append(f"    \u201c{' '.join(c['quote'].split())}\u201d")
    rest = [m for m in mentions if m["role"] != "literal" or m["lat"] is None]
    lines += ["", f"{len(rest)} not placed"]
    lines += [f"  {m['text']}: {m['reason'] or m['usage']}" for m in rest]
    return lines


def _named(mention: dict[str, Any]) -> str:
    return mention["name"] or f"{mention['text']} (not placed)"


def _read_corpus(options: argparse.Namespace) -> int:
    from geo.corpus import read_lines

    workers = options.workers or os.cpu_count() or 1
    done, failed = _whole_lines(options.resume) if options.resume else (0, 0)
    with ExitStack() as opened:
        corpus = _corpus(options.report, opened)
        target = sys.stdout
        if options.resume:
            target = opened.enter_context(options.resume.open("a", encoding="utf-8"))
        show = opened.enter_context(_progress(done))
        for count, answer in enumerate(read_lines(_skip(corpus, done), workers=workers), done + 1):
            target.write(answer + "\n")
            failed += answer.startswith(_REFUSED)
            show(count)
        target.flush()
    if failed:
        _tell(f"sitmap: {_many(failed, 'line')} could not be read; the output has an `error` member there.")
    return DONE_WITH_PROBLEMS if failed else DONE


_REFUSED = '{"line":'
"""How the answer to a line that could not be read begins."""


def _corpus(name: str | None, opened: ExitStack) -> TextIO:
    """Return the lines of a corpus: of a file, or of standard input. Bytes that are no UTF-8 spoil their line only."""
    if name and name != "-":
        return opened.enter_context(Path(name).open(encoding="utf-8-sig", errors="replace", newline="\n"))
    return opened.enter_context(open(0, encoding="utf-8-sig", errors="replace", newline="\n", closefd=False))


def _whole_lines(path: Path) -> tuple[int, int]:
    """Count the finished lines of an output file, and those that tell of an error; cut off one half written."""
    if not path.exists():
        return 0, 0
    with path.open("rb+") as file:
        whole = lines = failed = 0
        for line in file:
            if line.endswith(b"\n"):
                whole, lines = whole + len(line), lines + 1
                failed += line.startswith(_REFUSED.encode())
        file.truncate(whole)
    return lines, failed


def _skip(lines: Iterable[str], count: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers, after the first `count` of them."""
    seen = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            seen += 1
            if seen > count:
                yield number, line


@contextmanager
def _progress(start: int) -> Iterator[Callable[[int], object]]:
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("read", total=None, completed=start)
        yield lambda count: bar.update(task, completed=count)


def _place(options: argparse.Namespace) -> int:
    from geo import pipeline
    from geo.records import place_feature

    features = []
    for words in options.names:
        if not words.strip():
            raise GeoError('a name is empty. Give one such as "eastern Pacific".')
        resolution = pipeline.resolve_name(words)
        features.append(place_feature(words, resolution, pipeline.outline(resolution)))
    if options.geojson or options.json:
        collection = {"type": "FeatureCollection", "features": features}
        _say(json.dumps(collection, ensure_ascii=False, separators=(",", ":")))
    else:
        for feature in features:
            for line in _place_lines(feature["properties"]):
                _say(line)
    return DONE if all(f["geometry"] for f in features) else DONE_WITH_PROBLEMS


def _place_lines(p: dict[str, Any]) -> list[str]:
    if "place_id" not in p:
        return [f"{p['query']}: not known ({p['reason']})"]
    lines = [f"{p['query']}: {p['place']} ({p['kind']}, {p['precision']}; {p['lat']:.4f}, {p['lon']:.4f})"]
    lines.append(f"  {p['basis']}")
    others = dict.fromkeys(c["label"] for c in p["candidates"] if c["score"] > 0 and c["label"] != p["place"])
    if others:
        lines.append("  also: " + "; ".join(list(others)[:5]))
    return lines


def _check(options: argparse.Namespace) -> int:
    from geo.desk import check_layers

    for path in options.files or [options.layers]:
        if not path.exists() and not path.is_symlink():
            raise GeoError(f"{path}: there is no such file or folder. Check the name.")
    text, faulty = check_layers(options.files or [options.layers], options.format)
    _say(text)
    return DONE_WITH_PROBLEMS if faulty else DONE


def _live(options: argparse.Namespace) -> int:
    from geo.build import find_reports
    from geo.live import live

    _refuse_ending(options.output)
    reports = options.reports or find_reports(Path.cwd())
    if not options.reports and len(reports) > 1:
        names = ", ".join(str(path.name) for path in reports)
        raise GeoError(f"there are {len(reports)} reports here; name the one to watch: {names}.")

    is_new = _is_new(options.layers)

    def ready(url: str) -> None:
        if is_new:
            _tell(f"note: {options.layers}: there was no such folder; it was made.")
        _say(f"{url}  (Ctrl-C ends it)")
        sys.stdout.flush()
        if options.open:
            import webbrowser

            webbrowser.open(url)

    live(
        reports, options.layers, options.output, tiles=options.tiles, draw=options.draw, port=options.port,
        ready=ready, tell=lambda message: _tell(f"note: {message}"),
    )  # fmt: skip
    return DONE


def _add(options: argparse.Namespace) -> int:
    from geo import desk

    about = {key: getattr(options, key) for key in ("title", "group", "source") if getattr(options, key)}
    if options.file and options.place:
        raise GeoError(f"{options.file} and --place are two layers. Give one of them at a time.")
    if not (options.file or options.place):
        raise GeoError('give a FILE, or places such as `--place "eastern Mediterranean"`.')
    if options.file:
        added = desk.add_file(options.file, options.layers, about)
    else:
        told = {"status": options.status, "note": options.note, "when": options.when, "layer": options.to}
        added = desk.add_places(options.place, options.layers, **about, **told)
    for layer in added.layers:
        _say(f"{added.paths[0]}: {layer.title}, {_many(len(layer.features), 'feature')}")
    if added.message:
        _tell(f"note: {added.message}")
    for problem in added.problems:
        _tell(f"{'problem' if problem.fatal else 'note'}: {problem}")
    return DONE_WITH_PROBLEMS if any(problem.fatal for problem in added.problems) else DONE


def _new(options: argparse.Namespace) -> int:
    from geo.desk import new_layer

    _say(str(new_layer(options.name, options.layers)))
    return DONE


def _export(options: argparse.Namespace) -> int:
    from geo.desk import export

    width, times, height = options.size.lower().partition("x")
    if not (times and width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise GeoError(f"--size {options.size}: give width and height such as 1600x1000.")
    look = "dark" if options.dark else "light"
    export(options.sources, options.target, options.layers, width=int(width), height=int(height), look=look)
    _say(str(options.target))
    return DONE


if __name__ == "__main__":
    sys.exit(main())
