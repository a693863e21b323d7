"""Settings."""

import pytest
from pydantic import ValidationError

from src.core.settings import Environment, Settings, get_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine that the tests run on."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_production_refuses_to_start_without_its_secrets() -> None:
    with pytest.raises(ValidationError, match="SECRET_KEY and DATABASE_URL must be set"):
        Settings(_env_file=None, environment=Environment.PRODUCTION)


def test_production_starts_with_its_secrets() -> None:
    settings = Settings(
        _env_file=None,
        environment=Environment.PRODUCTION,
        secret_key="0123456789abcdef0123456789abcdef",
        database_url="postgresql+asyncpg://service@database/service",
    )
    assert settings.signing_key == "0123456789abcdef0123456789abcdef"


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 32"):
        Settings(_env_file=None, secret_key="short")


def test_a_process_without_a_key_makes_one_and_keeps_it() -> None:
    first, second = Settings(_env_file=None), Settings(_env_file=None)
    assert first.signing_key == second.signing_key
    assert len(first.signing_key) >= 32


def test_the_key_is_not_shown_with_the_settings() -> None:
    settings = Settings(_env_file=None, secret_key="0123456789abcdef0123456789abcdef")
    assert "0123456789abcdef" not in repr(settings)


def test_a_process_with_wrong_settings_ends_with_a_plain_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "moon")
    monkeypatch.setenv("SECRET_KEY", "a secret that is too short")
    get_settings.cache_clear()
    with pytest.raises(SystemExit) as end:
        get_settings()
    message = str(end.value)
    assert "environment" in message
    assert "secret_key" in message
    assert "too short" not in message
