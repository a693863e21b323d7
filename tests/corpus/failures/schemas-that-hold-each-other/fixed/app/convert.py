from app.domain import Member, Team
from app.schemas import MemberOut, TeamOut


def member_out(member: Member) -> MemberOut:
    return MemberOut(name=member.name)


def team_out(team: Team) -> TeamOut:
    return TeamOut(name=team.name, members=[member_out(member) for member in team.members])
