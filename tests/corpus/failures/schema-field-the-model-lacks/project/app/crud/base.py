class CRUDBase:
    def __init__(self, model):
        self.model = model

    def build(self, **values):
        return self.model(**values)
