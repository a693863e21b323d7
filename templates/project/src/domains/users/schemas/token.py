"""Signing in, and the tokens that come of it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

# The compact form of a JSON web token: three parts of base64url.
COMPACT_FORM = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"


class LoginForm(BaseModel):
    """OAuth 2's password form. Wrong credentials of any shape get the same answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"grant_type": "password", "username": "ada@example.com", "password": "analytical1"}
            ]
        }
    )

    grant_type: Literal["password"] = "password"
    username: str = Field(min_length=1, max_length=254, description="The e-mail address")
    password: SecretStr = Field(min_length=1, max_length=128)


class RefreshIn(BaseModel):
    """A refresh token, to be exchanged or given up."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"refresh_token": "eyJhbGciOi.eyJzdWIiOi.SflKxwRJSM"}]},
    )

    refresh_token: Annotated[str, StringConstraints(max_length=2000, pattern=COMPACT_FORM)]


class TokenOut(BaseModel):
    """An access token, and the refresh token that gets the next one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "access_token": "eyJhbGciOi.eyJzdWIiOi.SflKxwRJSM",
                    "refresh_token": "eyJhbGciOi.eyJqdGkiOi.Q3xTnnV1aE",
                    "token_type": "bearer",
                    "expires_in": 900,
                }
            ]
        }
    )

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 -- the name of a scheme
    expires_in: int = Field(description="Seconds until the access token expires")
