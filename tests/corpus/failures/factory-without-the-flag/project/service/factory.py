from fastapi import FastAPI


def create_app(*, title: str) -> FastAPI:  # <- here
    app = FastAPI(title=title)

    @app.get("/")
    async def root() -> str:
        return title

    return app
