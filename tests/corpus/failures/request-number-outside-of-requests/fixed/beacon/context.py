from contextvars import ContextVar

request_number: ContextVar[str] = ContextVar("request_number", default="-")
