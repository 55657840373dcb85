"""Where a user's own data is looked for on each system."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.cli.options import kept_folder, own_folder


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", "XDG_DATA_HOME", "routes"),
        ("win32", "APPDATA", "routes"),
        ("darwin", "", "Library/Application Support/routes"),
        ("linux", "", ".local/share/routes"),
    ],
)
def test_folder_is_where_the_system_keeps_such_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str, folder: str
) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path))
    assert kept_folder() == tmp_path / folder


def test_given_folder_goes_before_the_environment_and_that_before_the_kept_one(
    monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    assert own_folder(None) is None
    kept.mkdir(parents=True)
    assert own_folder(None) == kept
    monkeypatch.setenv("ROUTES_DATA", "named")
    assert own_folder(None) == Path("named")
    assert own_folder(Path("given")) == Path("given")
