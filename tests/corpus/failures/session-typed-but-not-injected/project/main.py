from fastapi import FastAPI

import items

app = FastAPI()
app.include_router(items.router)
