"""Settings: what an operator may leave out, and what is refused at start, all of it at once."""

from __future__ import annotations

import re
import stat
import traceback
from pathlib import Path

import pytest

from forum.config import ROOT, Settings, SettingsError, load, names_without_meaning

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
        ({"base_url": "https://forum.example.org:many"}, "FORUM_BASE_URL can't be read"),
        ({"redis_url": "redis://cache:many/0"}, "FORUM_REDIS_URL can't be read"),
        ({"database_url": "postgresql+psycopg://x:y@host:54x2/f"}, "FORUM_DATABASE_URL can't be"),
        ({"base_url": "https://example.org/forum"}, "FORUM_BASE_URL must be a host alone"),
        ({"base_url": "https://example.org?a=b"}, "FORUM_BASE_URL must be a host alone"),
        ({"base_url": "https://me:geheim@example.org"}, "FORUM_BASE_URL must be a host alone"),
        ({"allowed_hosts": "a.example, https://b.example"}, "https://b.example is none"),
        ({"allowed_hosts": "forum.example.org/forum"}, "FORUM_ALLOWED_HOSTS must hold host names"),
        ({"allowed_hosts": "*.example.org"}, "FORUM_ALLOWED_HOSTS must hold host names"),
        ({"base_url": "https://example.org "}, "FORUM_BASE_URL must be an http or https address"),
        ({"mail_from": "our forum"}, "FORUM_MAIL_FROM must be an address"),
        ({"mail_from": "@example.org"}, "FORUM_MAIL_FROM must be an address"),
        ({"mail_from": "a@example.org\nBcc: b@example.org"}, "FORUM_MAIL_FROM must be an address"),
        ({"screening_deadline_seconds": "inf"}, "FORUM_SCREENING_DEADLINE_SECONDS"),
        ({"port": 0}, "FORUM_PORT"),
        ({"environment": "staging"}, "FORUM_ENVIRONMENT"),
    ],
)
def test_what_is_refused(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load(instance_dir=tmp_path, **(PRODUCTION | changed))


@pytest.mark.parametrize(
    "address",
    [
        "smtp://me:geh#eim@mail.example.org:587",
        "smtps://me:geh/eim@mail.example.org",
        "smtp://me:1?eim@mail.example.org:587",
        "smtp://me:geheim@mail.example.org:58x7",
        "smtp://me:geheim@[mail.example.org",
        "smtp://me:geheim@mail..example.org:587",
    ],
)
def test_an_address_that_can_not_be_read_is_named_and_its_password_is_not(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(SettingsError, match=r"FORUM_SMTP_URL can't be read.*%23") as error:
        load(instance_dir=tmp_path, smtp_url=address)
    told = "".join(traceback.format_exception(error.value))
    for part in ("geh", "eim", "58x7"):
        assert part not in told


def test_a_password_with_signs_in_it_is_written_with_percent_signs(tmp_path: Path) -> None:
    address = "smtp://me:p%23ss%2Fword%40home@mail.example.org:587"
    assert load(instance_dir=tmp_path, smtp_url=address).smtp_url == address


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///:memory:?cache=shared",
        "sqlite:///?timeout=9",
        "sqlite:///file::memory:?cache=shared&uri=true",
        "sqlite:///file:forum.db?mode=memory&uri=true",
        "sqlite:///file:/forum.db?vfs=memdb&uri=true",
        "sqlite:///forum.db?mode=memory&uri=true",
    ],
)
def test_a_database_in_memory_is_refused_and_it_is_said_what_to_write(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(SettingsError, match=r"must name a file, like sqlite:///forum\.db"):
        load(instance_dir=tmp_path, database_url=address)


@pytest.mark.parametrize("sender", ["forum@example.org", "Our forum <forum@example.org>"])
def test_mails_come_from_an_address_with_or_without_a_name(tmp_path: Path, sender: str) -> None:
    assert load(instance_dir=tmp_path, mail_from=sender).mail_from == sender


@pytest.mark.parametrize("address", ["https://forum.example.org", "https://forum.example.org/"])
def test_an_address_may_end_with_a_slash(tmp_path: Path, address: str) -> None:
    assert load(instance_dir=tmp_path, **(PRODUCTION | {"base_url": address})).base_url == address


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load(instance_dir=tmp_path, environment="production", smtp_url="x", redis_url="y")
    for name in ("SECRET_KEY", "SMTP_URL", "REDIS_URL"):
        assert f"FORUM_{name}" in str(error.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"port": "many"}, "FORUM_PORT must be a whole number."),
        ({"port": 0}, "FORUM_PORT must be 1 or more."),
        ({"port": 70_000}, "FORUM_PORT must be 65535 or less."),
        ({"screening_ask_seconds": "soon"}, "FORUM_SCREENING_ASK_SECONDS must be a number."),
        (
            {"screening_deadline_seconds": 0},
            "FORUM_SCREENING_DEADLINE_SECONDS must be more than 0.",
        ),
        ({"rate_limits": "perhaps"}, "FORUM_RATE_LIMITS must be true or false."),
        ({"environment": "prod"}, "FORUM_ENVIRONMENT must be 'development' or 'production'."),
    ],
)
def test_what_a_setting_has_to_be_is_said_in_plain_words(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load(instance_dir=tmp_path, **changed)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("FORUM_DATABSE_URL", "FORUM_DATABASE_URL"),
        ("FORUM_SMTP_URI", "FORUM_SMTP_URL"),
        ("FORUM_SCREENING_MODELS", "FORUM_SCREENING_MODEL"),
        ("FORUM_COLOUR_OF_THE_SEA", ""),
    ],
)
def test_a_name_that_means_nothing_is_found_with_the_one_that_it_is_like(
    name: str, meant: str
) -> None:
    environment = {name: "x", "FORUM_PORT": "8000", "PATH": "/bin", "forum_host": "::"}
    (found,) = names_without_meaning(environment)
    assert (found.name, found.meant) == (name, meant)


def test_each_name_that_the_readme_lists_means_something() -> None:
    listed = re.findall(r"`(FORUM_[A-Z_]+)`", (ROOT / "README.md").read_text())
    assert len(set(listed)) > 20
    assert not names_without_meaning(dict.fromkeys(listed, "x"))


def test_settings_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("FORUM_PORT", "9000")
    monkeypatch.setenv("FORUM_ALLOWED_HOSTS", "a.example, .b.example, c.example:8000")
    settings = load()
    assert (settings.port, settings.allowed_hosts) == (
        9000,
        ("a.example", ".b.example", "c.example:8000"),
    )


def test_what_is_left_empty_is_as_if_nobody_had_set_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE_DIR", str(tmp_path))
    for name in ("BACKUP_DIR", "SCREENING_CACHE", "SCREENING_CANDIDATE_DIR", "PORT"):
        monkeypatch.setenv(f"FORUM_{name}", "")
    settings = load()
    assert settings.backup_folder == tmp_path / "backups"
    assert settings.model_cache == tmp_path / "screening"
    assert settings.screening_candidate_dir is None
    assert settings.port == 8000
    monkeypatch.setenv("FORUM_INSTANCE_DIR", "")
    assert Settings().instance_dir == ROOT / "instance"


def test_a_machine_of_ones_own_gets_a_secret_that_stays(tmp_path: Path) -> None:
    first, second = load(instance_dir=tmp_path / "new"), load(instance_dir=tmp_path / "new")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    mode = (tmp_path / "new" / "secret_key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700, "what people wrote is in there"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    with pytest.raises(SettingsError, match=r"can't be written"):
        load(instance_dir=in_the_way / "instance")


def test_a_secret_that_can_not_be_read_is_named_rather_than_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(SettingsError, match=f"^{tmp_path / 'secret_key'} can't be read"):
        load(instance_dir=tmp_path)


def test_a_secret_that_was_lost_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    with pytest.raises(SettingsError, match=f"{tmp_path / 'secret_key'} is empty"):
        load(instance_dir=tmp_path)


def test_a_folder_means_the_same_wherever_somebody_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.model_validate(
        {
            "instance_dir": "data",
            "backup_dir": "../copies",
            "screening_cache": "data/model",
            "screening_candidate_dir": "candidate",
        }
    )
    assert settings.database == f"sqlite:///{ROOT / 'data' / 'forum.db'}"
    assert settings.backup_folder == ROOT / "../copies"
    assert settings.model_cache == ROOT / "data" / "model"
    assert settings.screening_candidate_dir == ROOT / "candidate"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:///forum.db", f"sqlite:///{ROOT}/instance/forum.db"),
        ("sqlite:///forum.db?timeout=9", f"sqlite:///{ROOT}/instance/forum.db?timeout=9"),
        ("sqlite:////srv/forum.db", "sqlite:////srv/forum.db"),
        ("sqlite:////:memory:", "sqlite:////:memory:"),
        ("postgresql+psycopg://host/forum", "postgresql+psycopg://host/forum"),
    ],
)
def test_where_a_database_in_a_file_lies(written: str, meant: str) -> None:
    assert Settings(database_url=written).database == meant


def test_a_database_in_a_file_lies_in_the_instance_folder_that_was_set(tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path, database_url="sqlite:///forum2.db")
    assert settings.database == f"sqlite:///{tmp_path}/forum2.db"
    relative = Settings(instance_dir=Path("data"), database_url="sqlite:///forum2.db")
    assert relative.database == f"sqlite:///{ROOT}/data/forum2.db"


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
