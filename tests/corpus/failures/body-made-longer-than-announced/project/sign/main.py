from fastapi import FastAPI

from sign.layers.stamp import stamped

app = FastAPI()
app.middleware("http")(stamped)


@app.get("/text")
async def text() -> str:
    return "hello"
