from orders.importing import import_rows

if __name__ == "__main__":
    import_rows([{"number": "1", "state": "payed"}])
