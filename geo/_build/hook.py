"""The hatchling build hook: compile the data before the wheel (plain or editable) is put together."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs the install's steps for a wheel; a source distribution needs none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into `geo/_data/`. Exits with one line where a step fails."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root)))
        from geo._build.steps import run_steps
        from geo.errors import GeoError

        try:
            run_steps(say=self._say)
        except GeoError as error:
            self.app.abort(str(error))

    def _say(self, line: str) -> None:
        """Show a line to pip, which keeps it to itself, and at the end of the file SITMAP_PROGRESS, where it is set."""
        self.app.display_info(line)
        if progress := os.environ.get("SITMAP_PROGRESS"):
            with suppress(OSError), open(progress, "a", encoding="utf-8") as file:
                file.write(f"  {line}\n")
