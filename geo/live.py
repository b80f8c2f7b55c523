"""Watch reports and layers, build anew what changed, and show it at once in the page that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from geo import pipeline
from geo.build import Gathered, gather, held, page_path, read_situation, read_situations
from geo.errors import GeoError
from geo.model import Document, Layer, Problem, Situation

if TYPE_CHECKING:
    import folium

    from geo.layers.serve import PageServer
    from geo.webmap.renew import Shown

__all__ = ["live"]

Say = Callable[[str], None]
_MOST_FAULTS = 3
"""Faults of layers that the open page tells at once."""


def live(
    reports: Sequence[Path],
    layers_dir: Path,
    output: Path,
    *,
    tiles: str | None = None,
    title: str = "",
    draw: bool = False,
    port: int = 0,
    ready: Say = lambda url: None,
    tell: Say = lambda message: None,
    stop: Event | None = None,
) -> None:
    """Serve the page on this machine until `stop` is set, and keep it and the file `output` up to date.

    `ready` gets the address once the page is there, `tell` every message and problem. `draw` lets the page save what
    is drawn on it into `layers_dir`. A build that fails leaves the last good page; the open page says why.
    Raises GeoError where the first build fails.
    """
    from geo.layers.serve import PageServer
    from geo.layers.watch import watch
    from geo.webmap.assets import text_asset

    builder = _Builder(reports, layers_dir, tiles, title)
    script = text_asset("live.js")
    builder.read()
    html = builder.page(script, tell)
    builder.write(output)
    server = PageServer(layers_dir if draw else None, port=port)
    server.show(html)
    server.tell(builder.faults())
    server.start()
    try:
        ready(server.url)
        for changed in watch([*reports, layers_dir], stop=stop, idle=True):
            try:
                _follow(changed, builder, server, output, script, tell)
            except (GeoError, OSError) as error:
                server.tell(str(error))
                tell(str(error))
    finally:
        server.close()
        if builder.unwritten:
            with suppress(GeoError, OSError):
                builder.page(script, tell)
                builder.write(output)


def _follow(
    changed: frozenset[Path], builder: _Builder, server: PageServer, output: Path, script: str, tell: Say
) -> None:
    """Show what changed; in a quiet moment, when nothing did, write what was shown in place. Raises GeoError."""
    if changed:
        builder.forget(changed)
        news = builder.read()
        if news is not None:
            server.renew(news)
            server.tell(builder.faults())
            return
        server.show(builder.page(script, tell))
        server.tell(builder.faults())
    elif builder.unwritten:
        server.keep(builder.page(script, tell))
    else:
        return
    builder.write(output)


class _Builder:
    """What need not be done again: a report is read once until it changes, and so are the outlines of its places."""

    def __init__(self, reports: Sequence[Path], layers_dir: Path, tiles: str | None, title: str) -> None:
        self._reports = reports
        self._layers_dir = layers_dir
        self._tiles = tiles
        self._title = title
        self._read: dict[Path, Situation] = {}
        self._drawn: dict[str, tuple[Situation, Sequence[Layer]]] = {}
        self._situations: Sequence[Situation] = ()
        self._gathered = Gathered((), (), ())
        self._shown: Shown | None = None
        self._told: tuple[str, ...] = ()
        self.unwritten = False
        """Whether something was read that is not in the files yet."""

    def forget(self, changed: frozenset[Path]) -> None:
        """Read the reports among `changed` again when they are next wanted."""
        self._read = {path: read for path, read in self._read.items() if path.resolve() not in changed}

    def read(self) -> str | None:
        """Read what changed. Return what an open page must be told, None where it must be loaded anew.

        Raises GeoError.
        """
        from geo.webmap.content import read_content
        from geo.webmap.renew import news, shown

        situations = read_situations(self._reports, self._situation)
        with held(self._layers_dir, situations):
            self._gathered = gather(situations, self._layers_dir, self._to_layers)
        self._situations, self.unwritten = situations, True
        content = read_content(self._gathered.layers, self._documents(), self._title)
        told = news(self._shown, content) if self._shown else None
        self._shown = told[1] if told else shown(content)
        return told[0] if told else None

    def faults(self) -> str:
        """Return what is wrong with the layers, for the open page; empty where nothing is."""
        faults = [str(problem) for problem in self._gathered.problems if problem.fatal]
        more = f"and {len(faults) - _MOST_FAULTS} more: see the terminal" if len(faults) > _MOST_FAULTS else ""
        return "\n".join([*faults[:_MOST_FAULTS], *([more] if more else [])])

    def page(self, script: str, tell: Say) -> str:
        """Return the page with the served page's script in it, and write the layers made. Raises GeoError."""
        from geo.layers.folder import save_generated
        from geo.webmap.page import render_page

        self.unwritten = False  # also where it fails: it would again
        html = render_page(self._map(), live=script)
        with held(self._layers_dir, self._situations):
            messages = save_generated(self._gathered.generated, self._layers_dir)
        self._say(messages, self._gathered.problems, tell)
        return html

    def _situation(self, path: str | Path) -> Situation:
        path = Path(path)
        if path not in self._read:
            self._read[path] = read_situation(path)
        return self._read[path]

    def _to_layers(self, situation: Situation) -> Sequence[Layer]:
        kept, layers = self._drawn.get(situation.report.id, (None, ()))
        if kept is not situation:
            layers = pipeline.to_layers(situation)
            self._drawn[situation.report.id] = situation, layers
        return layers

    def _documents(self) -> Sequence[Document]:
        return [situation.document for situation in self._situations]

    def _map(self) -> folium.Map:
        return pipeline.make_map(self._gathered.layers, self._documents(), tiles=self._tiles, title=self._title)

    def write(self, output: Path) -> None:
        """Write the page of the last build as the file that opens anywhere, without the script. Raises GeoError.

        `output` is a folder or a file ending in `.html`, as for `build_page`.
        """
        ids = [situation.report.id for situation in self._situations]
        pipeline.write_page(self._map(), page_path(output, ids))

    def _say(self, messages: Sequence[str], problems: Sequence[Problem], tell: Say) -> None:
        """Tell what is new: the same problem at every change would bury the one that matters."""
        now = (*messages, *(str(problem) for problem in problems))
        for line in now:
            if line not in self._told:
                tell(line)
        self._told = now
