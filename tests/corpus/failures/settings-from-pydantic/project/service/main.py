from fastapi import FastAPI

from service.core import config

app = FastAPI(title=config.settings.title)
