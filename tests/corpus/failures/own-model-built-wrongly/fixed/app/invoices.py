from app.building import filled

TEMPLATE = {"to": "{address}", "subject": "Invoice {number}", "body": "Yours, {number}"}


def invoice_mail(number: int):
    return filled(TEMPLATE, address="ada@example.com", number=str(number))
