from fastapi import FastAPI

from polls.models import Poll

app = FastAPI(title=Poll.__tablename__)
