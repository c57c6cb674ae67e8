"""The only reader of the environment (docs/SETTINGS.md lists every name; a test compares).

Command-line options win over the environment; the environment wins over the defaults here.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractor.errors import UsageError, first_fault

DEFAULT_DATABASE = "sqlite:///quotebound.db"


class Settings(BaseSettings):
    """Settings of one process, from `QUOTEBOUND_*` and the two names every OpenAI-compatible client knows."""

    model_config = SettingsConfigDict(env_prefix="QUOTEBOUND_", extra="ignore", frozen=True)

    db: str = Field(default=DEFAULT_DATABASE, description="Database URL: sqlite:///FILE or postgresql://…")
    model: str | None = Field(default=None, description="Model that `extract` and `eval` use when --model is not given.")
    prompt_version: int | None = Field(default=None, ge=1, description="Version of the prompt of language models; unset: the newest.")
    reviewer: str | None = Field(default=None, description="Name under which the review app stores decisions.")
    corpora: Path | None = Field(default=None, description="Folder with further corpora; tests and evals use it when present.")
    max_bytes: int = Field(default=8_000_000, ge=1, description="Largest file that is read, in bytes.")
    concurrency: int = Field(default=8, ge=1, le=4096, description="Documents in work at once.")
    timeout: float = Field(default=120.0, gt=0, description="Seconds one HTTP request to a model may take.")
    max_tokens: int | None = Field(default=None, ge=1, description="Token limit of one answer; unset: the endpoint's own.")
    max_total_tokens: int | None = Field(default=None, ge=1, description="Tokens that one run may use, asked and answered together.")
    max_cost: float | None = Field(default=None, gt=0, description="US dollars that one run may spend.")
    requests_per_minute: float | None = Field(
        default=None, gt=0, description="Requests a minute to the endpoint, of all processes together."
    )
    tokens_per_minute: float | None = Field(
        default=None, gt=0, description="Tokens a minute, asked and answered, of all processes together."
    )
    oidc_metadata_url: str | None = Field(default=None, description="The identity provider's openid-configuration; set: the team signs in.")
    oidc_client_id: str | None = Field(default=None, description="The app's identifier at the identity provider.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="The app's secret at the identity provider.")
    oidc_cookie_secret: SecretStr | None = Field(default=None, description="Signs the cookie of who is signed in; unset: made anew.")
    oidc_name: str = Field(default="email", description="The token's claim under which decisions are stored.")
    oidc_roles: str = Field(default="roles", description="The token's claim that says what somebody may do.")
    oidc_role_values: str = Field(default="", description="Which of its values give which role: reviewer=desk, admin=it.")
    app_url: str | None = Field(default=None, description="The address under which the team opens the app.")
    openai_base_url: str | None = Field(
        default=None, validation_alias=AliasChoices("OPENAI_BASE_URL"), description="OpenAI-compatible endpoint; unset: the vendor's."
    )
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("OPENAI_API_KEY"), description="Key for the endpoint; never stored or logged."
    )


def read_settings() -> Settings:
    """Read the environment. Raises `UsageError` naming the variable that can't be used."""
    try:
        return Settings()
    except ValidationError as error:
        name, message = first_fault(error)
        variable = name if name.isupper() else f"QUOTEBOUND_{name.upper()}"
        raise UsageError(f"{variable}: {message}", hint="Correct or unset the variable.") from error
