from fastapi import FastAPI

from scale.weighing import weigh

app = FastAPI()


@app.get("/weigh/{grams}")
async def weighed(grams: int) -> float:
    return weigh(grams)
