from fastapi import Depends, FastAPI

from mill.store import Store, open_store

app = FastAPI()


@app.get("/sacks")
def sacks(store: Store = Depends(open_store)) -> list[str]:
    return store.sacks
