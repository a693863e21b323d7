from relay.options import options


def address() -> str:
    return f"{options.broker.host}:{options.broker.port}"
