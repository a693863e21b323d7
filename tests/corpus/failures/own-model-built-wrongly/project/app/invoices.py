from app.building import filled

TEMPLATE = {"to": "{address}", "subject": "Invoice {number}"}  # <- here


def invoice_mail(number: int):
    return filled(TEMPLATE, address="ada@example.com", number=str(number))  # <- or here
