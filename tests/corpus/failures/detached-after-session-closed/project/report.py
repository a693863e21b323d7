from store.session import setup
from store.queries import newest_invoice
from render import as_text


def main() -> None:
    setup()
    invoice = newest_invoice()
    print(as_text(invoice))


if __name__ == "__main__":
    main()
