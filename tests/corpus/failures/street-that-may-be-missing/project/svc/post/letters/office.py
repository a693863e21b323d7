def waiting():
    return [{"to": {"town": "Ulm", "street": None}}]
