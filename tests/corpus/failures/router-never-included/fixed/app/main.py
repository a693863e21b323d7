from fastapi import FastAPI

from app.api import invoices, orders

app = FastAPI()
app.include_router(orders.router)
app.include_router(invoices.router)
