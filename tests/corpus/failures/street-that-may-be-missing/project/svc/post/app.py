from fastapi import FastAPI

from post.letters.routes import router

app = FastAPI()
app.include_router(router)
