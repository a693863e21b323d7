from fastapi import FastAPI

from catalog.data import PRODUCTS
from catalog.schemas import ProductOut

app = FastAPI()


@app.get("/products", response_model=list[ProductOut])  # <- or here
async def products():
    return PRODUCTS
