from sqlalchemy import Integer, TypeDecorator


class Cents(TypeDecorator):
    impl = Integer
    cache_ok = True
