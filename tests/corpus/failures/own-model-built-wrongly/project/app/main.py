from fastapi import FastAPI

from app.invoices import invoice_mail

app = FastAPI()


@app.post("/invoices/{number}/mail")
async def mail(number: int) -> str:
    return invoice_mail(number).subject
