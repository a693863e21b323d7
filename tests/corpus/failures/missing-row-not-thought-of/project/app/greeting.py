def greeting(user) -> str:
    return f"Hello, {user.name}"
