from fastapi import FastAPI


async def lifespan(app: FastAPI):  # <- here
    app.state.ready = True
    return
