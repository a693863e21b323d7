"""Route templates as labels."""

from fastapi import APIRouter, FastAPI
from starlette.types import Scope

from src.core.metrics import UNMATCHED, RouteTemplates


def scope_of(app: FastAPI, path: str, route: object = None) -> Scope:
    scope = {"app": app, "path": path}
    return scope if route is None else scope | {"route": route}


def test_a_router_under_two_prefixes_has_two_templates() -> None:
    router = APIRouter()
    router.get("/{item_id}")(lambda item_id: item_id)
    app = FastAPI()
    app.include_router(router, prefix="/a")
    app.include_router(router, prefix="/b")
    templates = RouteTemplates()
    (route,) = router.routes
    assert templates.find(scope_of(app, "/a/1", route)) == "/a/{item_id}"
    assert templates.find(scope_of(app, "/b/1", route)) == "/b/{item_id}"


def test_a_path_without_a_route_is_unmatched() -> None:
    assert RouteTemplates().find(scope_of(FastAPI(), "/nowhere")) == UNMATCHED
    assert RouteTemplates().find(scope_of(FastAPI(), "/x", APIRouter())) == UNMATCHED
