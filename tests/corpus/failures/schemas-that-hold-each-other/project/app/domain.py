from dataclasses import dataclass, field


@dataclass
class Team:
    name: str
    members: list["Member"] = field(default_factory=list)


@dataclass
class Member:
    name: str
    team: Team


def red_team() -> Team:
    team = Team("red")
    team.members.append(Member("Ada", team))
    return team
