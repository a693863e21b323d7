"""The application: what it is made of, and in which order.

Run it with `fastapi dev src/main.py`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from src.core import health, metrics
from src.core.database import Database
from src.core.errors import add_exception_handlers
from src.core.logging import configure_logging
from src.core.middleware import (
    BodyLimitMiddleware,
    RequestLogMiddleware,
    SecurityHeadersMiddleware,
)
from src.core.openapi import describe_problems
from src.core.security import PasswordHashes, Tokens
from src.core.settings import Environment, Settings, get_settings
from src.core.telemetry import Telemetry
from src.domains.users.routers import auth_router, users_router

logger = structlog.get_logger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Say that the service starts; close what it opened when it ends."""
    settings: Settings = app.state.settings
    logger.info("service_started", environment=settings.environment)
    if settings.secret_key is None:
        logger.warning("signing_key_missing", detail="set SECRET_KEY to stay signed in on restart")
    yield
    await app.state.database.dispose()
    await to_thread.run_sync(app.state.telemetry.flush)
    logger.info("service_stopped")


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for `settings`, by default those of the environment."""
    settings = settings or get_settings()
    configure_logging(settings)
    telemetry = Telemetry(settings)
    app = FastAPI(
        title="Order desk",
        description=(
            'Takes orders, tells where they are, and "quotes" what it\'s told, in a sentence that '
            "is long enough for several lines."
        ),
        version="0.1.0",
        lifespan=lifespan,
        telemetry=telemetry.config(),
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.state.database = Database(settings)
    app.state.telemetry = telemetry
    app.state.metrics = metrics.Metrics()
    app.state.tokens = Tokens(settings)
    app.state.password_hashes = PasswordHashes()
    telemetry.instrument(app.state.database)

    add_exception_handlers(app)
    add_middlewares(app, settings)
    describe_problems(app)
    add_routers(app)
    return app


def add_middlewares(app: FastAPI, settings: Settings) -> None:
    """Wrap the routes; the last one added sees a request first."""
    templates = metrics.RouteTemplates()
    app.add_middleware(BodyLimitMiddleware, max_bytes=settings.max_body_bytes)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["ETag", "Location", "X-Request-ID"],
        )
    production = settings.environment is Environment.PRODUCTION
    app.add_middleware(SecurityHeadersMiddleware, https_only=production)
    app.add_middleware(metrics.MetricsMiddleware, metrics=app.state.metrics, templates=templates)
    app.add_middleware(RequestLogMiddleware, templates=templates)


def add_routers(app: FastAPI) -> None:
    """Include the routes of every domain."""
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(auth_router, prefix="/api/v1/auth")
    app.include_router(users_router, prefix="/api/v1/users")


app = create_app()
