def as_text(invoice) -> str:
    rows = [f"{line.what}: {line.cents}" for line in invoice.lines]
    return "\n".join([f"Invoice {invoice.number}", *rows])
