from billing.invoice import total


def doubled() -> int:
    return 2 * total()
