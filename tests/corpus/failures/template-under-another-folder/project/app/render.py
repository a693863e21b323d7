from pathlib import Path

from fastapi.templating import Jinja2Templates

templates = Jinja2Templates(Path(__file__).parent / "templates")


def page(request, name: str):
    return templates.TemplateResponse(request, f"{name}.html")
