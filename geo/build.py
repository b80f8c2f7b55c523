"""Build one page from reports and a folder of layers: everything is computed before anything is written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from geo import pipeline
from geo.errors import GeoError, PageError, ReportError
from geo.model import Layer, Problem, Role, Situation

__all__ = [
    "REPORT_ENDINGS",
    "Built",
    "Gathered",
    "build_page",
    "find_reports",
    "gather",
    "held",
    "page_path",
    "read_situation",
    "read_situations",
]

REPORT_ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm")
_GIVE = "Give a report (`sitmap build REPORT`) or put a GeoJSON file into the folder."
_REPORT_FOLDERS = ("reports", "docs/reports")


@dataclass(frozen=True, slots=True)
class Built:
    """What one build made and met."""

    page: Path
    size: int
    """Bytes of the page."""
    reports: tuple[str, ...]
    mentions: int
    placed: int
    claims: int
    """Claims on the page; one whose places are all unknown makes no mark."""
    layers: tuple[str, ...]
    """Ids of the layers on the page."""
    messages: tuple[str, ...] = ()
    """Repairs and files kept because somebody edited them."""
    problems: tuple[Problem, ...] = ()

    @property
    def not_placed(self) -> int:
        """Mentions that make no mark."""
        return self.mentions - self.placed


def find_reports(folder: Path) -> list[Path]:
    """Return the reports of a project folder: the files in `reports/`, else those in `docs/reports/`, by name."""
    for name in _REPORT_FOLDERS:
        found = sorted(p for p in (folder / name).glob("*") if p.suffix.lower() in REPORT_ENDINGS)
        if found:
            return found
    return []


def build_page(
    reports: Sequence[str | Path],
    layers_dir: Path,
    output: Path,
    *,
    tiles: str | None = None,
    title: str = "",
    about: Mapping[str, str] | None = None,
) -> Built:
    """Read the reports, write their layers below `layers_dir`, and write one page with those and all other layers.

    `output` is a folder or a file ending in `.html`. `title` is the page's; `about` holds title, date or source of the
    report, which win over what its file says. Reports are taken in the order of their dates. Raises GeoError
    before anything is written; a layer file that cannot be read is a Problem of the result, and the page is made
    without it.
    """
    from geo.layers.folder import save_generated
    from geo.layers.settle import is_left_out

    situations = read_situations(reports, partial(read_situation, **(about or {})))
    with held(layers_dir, situations):
        gathered = gather(situations, layers_dir)
        page = page_path(output, [s.report.id for s in situations])
        folium_map = pipeline.make_map(gathered.layers, [s.document for s in situations], tiles=tiles, title=title)
        # The page is on the disk, under a name that hides it, before any layer is changed: where there is no room or
        # no right to write, everything stays as it was.
        with _hidden_beside(page) as part:
            pipeline.write_page(folium_map, part)
            messages = save_generated(gathered.generated, layers_dir)
    return Built(
        page=page,
        size=page.stat().st_size,
        reports=tuple(s.report.id for s in situations),
        mentions=sum(len(s.mentions) for s in situations),
        placed=sum(_placed(s) for s in situations),
        claims=len(_claims_on(gathered.layers)),
        layers=tuple(layer.id for layer in gathered.layers),
        messages=(
            *(f"{s.report.id}: {note}" for s in situations for note in s.report.notes),
            *messages,
            *(f"{layer.id}: {note}" for layer in gathered.brought for note in layer.notes if not is_left_out(note)),
        ),
        problems=gathered.problems,
    )


@contextmanager
def _hidden_beside(page: Path) -> Iterator[Path]:
    """Give a hidden path beside a page, which is put in the page's place at the end, or taken away where that fails.

    Raises PageError where the page is a folder or cannot be written.
    """
    if page.is_dir():
        raise PageError(f"{page}: this is a folder, not a page. Give --output another name.")
    _clear(page.parent)
    part = page.with_name(f".{page.stem}.{os.getpid()}.part")
    try:
        yield part
        part.replace(page)
    except PageError as error:
        raise PageError(str(error).replace(str(part), str(page))) from error
    except OSError as error:
        raise PageError(f"{page}: the page cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            part.unlink()


def _clear(folder: Path) -> None:
    """Remove the hidden pages that builds left behind which were killed; one of this hour may still be written."""
    with suppress(OSError):
        for path in folder.glob(".*.part"):
            if time.time() - path.stat().st_mtime > 3600:
                path.unlink()


@contextmanager
def held(layers_dir: Path, situations: Sequence[Situation]) -> Iterator[None]:
    """Hold the layers folder while the block runs, and note whose layers it holds.

    Raises GeoError, and makes no folder, where there is no layer; and where another report goes by one's name.
    """
    from geo.layers.folder import lock_folder
    from geo.layers.owner import keep_owner, refuse_another

    if not situations and not layers_dir.is_dir():
        raise GeoError(f"{layers_dir}: nothing to map: no report was given and there is no such folder. {_GIVE}")
    reports = [situation.report for situation in situations]
    with lock_folder(layers_dir):
        for report in reports:
            refuse_another(layers_dir, report.id, report.file)
        yield
        for report in reports:
            keep_owner(layers_dir, report.id, report.file)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The layers of one map: those made from its reports, those that people brought, and what could not be read."""

    generated: tuple[Layer, ...]
    brought: tuple[Layer, ...]
    problems: tuple[Problem, ...]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All that are drawn: a generated layer that somebody edited gives way to the edited one of the same id."""
        edited = {layer.id for layer in self.brought}
        return (*(layer for layer in self.generated if layer.id not in edited), *self.brought)


def gather(
    situations: Sequence[Situation],
    layers_dir: Path,
    to_layers: Callable[[Situation], Sequence[Layer]] = pipeline.to_layers,
) -> Gathered:
    """Return the layers of the situations and those of the folder that go on their map.

    Raises GeoError where there is none at all.
    """
    from geo.layers.folder import read_for_map

    generated = tuple(layer for situation in situations for layer in to_layers(situation))
    brought, problems = read_for_map(layers_dir, [s.report.id for s in situations], resolve=pipeline.resolve_outline)
    if not generated and not brought:
        raise GeoError(
            f"{layers_dir}: nothing to map: no report was given and no layer could be read. {_GIVE}"
            + "".join(f"\n{problem}" for problem in problems)
        )
    return Gathered(generated, tuple(brought), tuple(problems))


def read_situation(path: str | Path, **about: str) -> Situation:
    """Return what one report says; `about` as for `build_page`. Raises ReportError where it names no place."""
    situation = pipeline.find_situation(pipeline.read_report(Path(path), **about))
    if not situation.mentions:
        raise ReportError(f"{path}: no place is named in this text, so there is nothing to map. Check the file.")
    return situation


def read_situations(
    reports: Sequence[str | Path], read: Callable[[str | Path], Situation] = read_situation
) -> list[Situation]:
    """Return what each report says, in the order of their dates.

    Raises ReportError for one without any place, and for two of one name: the layers of one would replace the other's.
    """
    situations: dict[str, Situation] = {}
    paths: dict[str, str | Path] = {}
    for path in reports:
        situation = read(path)
        name = situation.report.id
        if name in situations:
            raise ReportError(f"{path}: {paths[name]} goes by the name {name!r}, too. Rename one, or give it once.")
        situations[name], paths[name] = situation, path
    return _in_order(situations.values())


def _in_order(situations: Iterable[Situation]) -> list[Situation]:
    """Return situations by the dates of their reports, those without a date first."""
    return sorted(situations, key=lambda s: (str(s.report.date or ""), s.report.id))


def _placed(situation: Situation) -> int:
    pairs = zip(situation.mentions, situation.resolutions, strict=True)
    return sum(m.role is Role.LITERAL and r.place is not None for m, r in pairs)


def _claims_on(layers: Iterable[Layer]) -> set[tuple[str, str]]:
    """Return report and id of each claim that layers made from reports show; a claim of two places is one."""
    return {
        (layer.report, str(feature.properties["claim"]))
        for layer in layers
        if layer.report
        for feature in layer.features
        if "claim" in feature.properties
    }


def page_path(output: Path, reports: Sequence[str]) -> Path:
    """Return where the page of these reports (their ids, in order of date) goes: `output` itself or a file in it."""
    if output.suffix.lower() in (".html", ".htm"):
        return output
    if not reports:
        return output / "map.html"
    first, last = reports[0], reports[-1]
    return output / (f"{last}.html" if first == last else f"{first}-to-{last}.html")
