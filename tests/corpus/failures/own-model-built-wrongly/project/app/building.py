from app.mail import Mail


def filled(template: dict[str, str], **values: str) -> Mail:
    return Mail(**{key: text.format(**values) for key, text in template.items()})
