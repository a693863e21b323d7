from pathlib import Path

from fastapi.templating import Jinja2Templates

templates = Jinja2Templates(Path(__file__).with_name("views"))


def show(request, name, **values):
    return templates.TemplateResponse(request, name, values)
