"""Imports run one way: cli -> the pipeline's modules -> stages -> model -> errors; stages never import one another."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAGES = {"text", "places", "claims", "layers", "webmap"}
JOINTS = {"pipeline", "build", "corpus", "desk", "live", "records"}
GROUND = {"model", "errors", "data", "loglinear"}

MAY_IMPORT = {
    "errors": set(),
    "data": {"errors"},
    "model": {"model", "errors"},
    "loglinear": {"data", "errors"},
    **{stage: {stage, *GROUND} for stage in STAGES},
    **{joint: {*JOINTS, *STAGES, *GROUND} for joint in JOINTS},
    "cli": {*JOINTS, "model", "errors", "geo"},
    "geo": {"pipeline", "layers"},
}


def _room(path: Path) -> str:
    parts = path.relative_to(ROOT / "geo").with_suffix("").parts
    return "geo" if parts == ("__init__",) else parts[0]


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "geo":
                names |= {a.name if (ROOT / "geo" / a.name).is_dir() or (ROOT / f"geo/{a.name}.py").exists() else "geo"
                          for a in node.names}  # fmt: skip
            elif node.module.startswith("geo."):
                names.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {a.name.split(".")[1] for a in node.names if a.name.startswith("geo.")}
    return names


MODULES = sorted(
    p for p in (ROOT / "geo").rglob("*.py")
    if not {"_build", "node_modules", "_data"} & set(p.relative_to(ROOT).parts)
)  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_further_down_the_road(path):
    room = _room(path)
    assert room in MAY_IMPORT, f"{path}: a new top-level module needs its place in the order"
    wrong = _imports(path) - MAY_IMPORT[room]
    assert not wrong, f"{path.relative_to(ROOT)} ({room}) must not import geo.{', geo.'.join(sorted(wrong))}"


def _at_run_time(tree: ast.AST):
    """Walk a module without what stands under `if TYPE_CHECKING:`, which is for readers and checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from _at_run_time(node)


def test_folium_is_imported_by_the_page_module_alone():
    importers = {
        str(path.relative_to(ROOT))
        for path in MODULES
        for node in _at_run_time(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(a.name.split(".")[0] == "folium" for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "folium")
    }
    assert importers == {"geo/webmap/page.py"}


def test_only_the_command_line_prints():
    printers = [
        str(path.relative_to(ROOT))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert set(printers) <= {"geo/cli.py"}


def test_every_module_says_its_idea_in_the_first_line():
    silent = [str(p.relative_to(ROOT)) for p in MODULES
              if p.stat().st_size and not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]  # fmt: skip
    assert not silent
