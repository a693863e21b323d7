from hr.data.model import Person


def letterhead(person: Person) -> str:
    return person.team.company.name.upper()
