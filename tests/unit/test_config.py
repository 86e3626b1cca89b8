"""Settings: what an operator may leave out, and what is refused at start, all of it at once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from forum.config import Settings, SettingsError, load

GOOD_SECRET = "k3J9-vQ7x_Lm2Rt8Zp5Wd1Yc6Nb4Hf0Gs-Au"
PRODUCTION = {
    "environment": "production",
    "base_url": "https://forum.example.org",
    "secret_key": GOOD_SECRET,
}


def test_production_starts_with_an_address_and_a_secret(tmp_path: Path) -> None:
    settings = load(instance_dir=tmp_path, **PRODUCTION)
    assert settings.database == f"sqlite:///{tmp_path / 'forum.db'}"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"secret_key": ""}, "FORUM_SECRET_KEY is missing"),
        ({"secret_key": "short"}, "FORUM_SECRET_KEY is too weak"),
        ({"secret_key": "a" * 64}, "FORUM_SECRET_KEY is too weak"),
        ({"base_url": "http://forum.example.org"}, "FORUM_BASE_URL must begin with https"),
        ({"base_url": "forum.example.org"}, "FORUM_BASE_URL must be an http or https address"),
        ({"database_url": "mysql://x"}, "FORUM_DATABASE_URL must begin with"),
        ({"database_url": "postgresql://x"}, "FORUM_DATABASE_URL must begin with"),
        ({"redis_url": "http://x"}, "FORUM_REDIS_URL must begin with"),
        ({"smtp_url": "mail.example.org"}, "FORUM_SMTP_URL must begin with"),
        ({"port": 0}, "FORUM_PORT"),
        ({"environment": "staging"}, "FORUM_ENVIRONMENT"),
    ],
)
def test_what_is_refused(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load(instance_dir=tmp_path, **(PRODUCTION | changed))


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load(instance_dir=tmp_path, environment="production", smtp_url="x", redis_url="y")
    for name in ("SECRET_KEY", "SMTP_URL", "REDIS_URL"):
        assert f"FORUM_{name}" in str(error.value)


def test_settings_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("FORUM_PORT", "9000")
    monkeypatch.setenv("FORUM_ALLOWED_HOSTS", "a.example, b.example")
    settings = load()
    assert (settings.port, settings.allowed_hosts) == (9000, ("a.example", "b.example"))


def test_a_machine_of_ones_own_gets_a_secret_that_stays(tmp_path: Path) -> None:
    first, second = load(instance_dir=tmp_path / "new"), load(instance_dir=tmp_path / "new")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    mode = (tmp_path / "new" / "secret_key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    with pytest.raises(SettingsError, match=r"can't be written"):
        load(instance_dir=in_the_way / "instance")


def test_only_our_own_hosts_are_trusted() -> None:
    public = Settings.model_validate(PRODUCTION | {"allowed_hosts": "www.example.org"})
    assert public.hosts == ["forum.example.org", "www.example.org"]
    assert "127.0.0.1" in Settings().hosts


def test_the_screener_is_asked_in_the_instance_folder_or_where_it_is_said(tmp_path: Path) -> None:
    assert str(load(instance_dir=tmp_path).screening_desk) == str(tmp_path / "screener.sock")
    elsewhere = load(instance_dir=tmp_path, screening_address="worker:9000")
    assert str(elsewhere.screening_desk) == "worker:9000"
    with pytest.raises(SettingsError, match="FORUM_SCREENING_ADDRESS must be host:port"):
        load(instance_dir=tmp_path, screening_address="worker")
