"""What the templates of an entity are told about who may call.

Lives here: access_answers.
"""

from typing import Any

from fe_skill.domains.link import Linked
from fe_skill.domains.spec import Entity
from fe_skill.rules.security.unprotected_write import meant_open


def access_answers(entity: Entity, linked: Linked, prefix: str) -> dict[str, Any]:
    """Who may call the routes of an entity."""
    domain, role = linked.domain, linked.role
    principal = "Depends(get_principal)"
    by_role = f"Depends(require_role(Role.{role}))"
    everywhere = {"authenticated": principal, "role": by_role}.get(domain.access)
    return {
        "access": domain.access,
        "role": role,
        "owned": domain.access == "owner",
        "router_dependencies": f", dependencies=[{everywhere}]" if everywhere else "",
        "write_dependencies": f"dependencies=[{principal}],"
        if domain.access == "public-read"
        else "",
        "forbidden": "status.HTTP_403_FORBIDDEN, " if role else "",
        "open_writes": [
            verb
            for verb in ("create", "update", "delete")
            if domain.access == "public"
            and not meant_open(f"{prefix}/{entity.path}", f"{verb}_{entity.module}")
        ],
    }
