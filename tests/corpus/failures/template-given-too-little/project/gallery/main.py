from fastapi import FastAPI

from gallery.pages import router

app = FastAPI()
app.include_router(router)
