"""Build one page from reports and a folder of layers: everything is computed before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo import pipeline
from geo.errors import GeoError, ReportError
from geo.model import Layer, Problem, Role, Situation

__all__ = [
    "REPORT_ENDINGS",
    "Built",
    "Gathered",
    "build_page",
    "find_reports",
    "gather",
    "page_path",
    "read_situations",
]

REPORT_ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm")
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
    reports: Sequence[str | Path], layers_dir: Path, output: Path, *, tiles: str | None = None, title: str = ""
) -> Built:
    """Read the reports, write their layers below `layers_dir`, and write one page with those and all other layers.

    `output` is a folder or a file ending in `.html`. Reports are taken in the order of their dates. Raises GeoError
    before anything is written; a layer file that cannot be read is a Problem of the result, and the page is made
    without it.
    """
    from geo.layers.folder import lock_folder, save_generated

    situations = read_situations(reports)
    with lock_folder(layers_dir):
        gathered = gather(situations, layers_dir)
        page = page_path(output, [s.report.id for s in situations])
        folium_map = pipeline.make_map(gathered.layers, [s.document for s in situations], tiles=tiles, title=title)
        messages = save_generated(gathered.generated, layers_dir)
        pipeline.write_page(folium_map, page)
    return Built(
        page=page,
        size=page.stat().st_size,
        reports=tuple(s.report.id for s in situations),
        mentions=sum(len(s.mentions) for s in situations),
        placed=sum(_placed(s) for s in situations),
        claims=sum(len(s.claims) for s in situations),
        layers=tuple(layer.id for layer in gathered.layers),
        messages=(
            *(f"{s.report.id}: {note}" for s in situations for note in s.report.notes),
            *messages,
            *(f"{layer.id}: {note}" for layer in gathered.brought for note in layer.notes),
        ),
        problems=gathered.problems,
    )


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


def gather(situations: Sequence[Situation], layers_dir: Path) -> Gathered:
    """Return the layers of the situations and those of the folder that go on their map.

    Raises GeoError where there is none at all.
    """
    from geo.layers.folder import read_for_map

    generated = tuple(layer for situation in situations for layer in pipeline.to_layers(situation))
    brought, problems = read_for_map(layers_dir, [s.report.id for s in situations], resolve=pipeline.resolve_outline)
    if not generated and not brought:
        raise GeoError(
            f"{layers_dir}: nothing to map: no report was given and no layer could be read. "
            "Give a report (`sitmap build REPORT`) or put a GeoJSON file into the folder."
            + "".join(f"\n{problem}" for problem in problems)
        )
    return Gathered(generated, tuple(brought), tuple(problems))


def read_situations(reports: Sequence[str | Path]) -> list[Situation]:
    """Return what each report says, in the order of their dates. Raises ReportError for one without any place."""
    situations = []
    for path in reports:
        report = pipeline.read_report(Path(path))
        situation = pipeline.find_situation(report)
        if not situation.mentions:
            raise ReportError(f"{path}: no place is named in this text, so there is nothing to map. Check the file.")
        situations.append(situation)
    return sorted(situations, key=lambda s: (str(s.report.date or ""), s.report.id))


def _placed(situation: Situation) -> int:
    pairs = zip(situation.mentions, situation.resolutions, strict=True)
    return sum(m.role is Role.LITERAL and r.place is not None for m, r in pairs)


def page_path(output: Path, reports: Sequence[str]) -> Path:
    """Return where the page of these reports (their ids, in order of date) goes: `output` itself or a file in it."""
    if output.suffix.lower() in (".html", ".htm"):
        return output
    if not reports:
        return output / "map.html"
    first, last = reports[0], reports[-1]
    return output / (f"{last}.html" if first == last else f"{first}-to-{last}.html")
