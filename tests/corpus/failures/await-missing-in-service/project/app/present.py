def shown(item) -> dict[str, str]:
    return {"title": item.name.title()}
