"""Word lists compiled at install say what their TOML says, and give way to it when it changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import geo.data
from geo.data import compile_tables, data_path, read_toml


def test_a_compiled_table_is_the_table_of_its_toml() -> None:
    for path in data_path("phrases.toml").parent.glob("*.toml"):
        assert read_toml(path.name) == tomllib.loads(path.read_text(encoding="utf-8")), path.name


def test_an_edited_table_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geo.data, "_HERE", tmp_path)
    monkeypatch.setattr(geo.data, "_TABLES", tmp_path / "tables")
    (tmp_path / "a.toml").write_text('words = ["one"]')
    (tmp_path / "dated.toml").write_text("day = 2025-11-23")
    compile_tables()
    assert read_toml("a.toml") == {"words": ["one"]}
    assert sorted(p.name for p in (tmp_path / "tables").iterdir()) == ["a.toml.json"]
    (tmp_path / "a.toml").write_text('words = ["two"]')
    assert read_toml("a.toml") == {"words": ["two"]}
    (tmp_path / "tables" / "a.toml.json").write_bytes(b"damaged")
    assert read_toml("a.toml") == {"words": ["two"]}
