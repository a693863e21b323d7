"""The state of a login through another site is gone, or another one, when the answer comes.

It is kept in the session's cookie between the redirect and the callback.

Tell-tale: "mismatching_state: CSRF Warning! State not equal in request and response".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"mismatching_state|State not equal in request and response",
        what="the login's state isn't in the session any more when the callback comes",
        why=(
            "the cookie was set for another host (`localhost` against `127.0.0.1`), isn't sent "
            "along (`same_site`, `https_only`), was signed with another key, or the callback "
            "was opened twice"
        ),
        mend=(
            "open the login and get the callback under one host and scheme; behind a proxy, let "
            "the server trust its `X-Forwarded-Proto`",
            "one `SessionMiddleware` with one key for all processes, `same_site='lax'`",
        ),
    ),
    Sign(
        types=("MismatchingStateError",),
        what="the login's state isn't in the session any more when the callback comes",
        why="the session's cookie was lost or replaced between the redirect and the callback",
        mend=("open the login and get the callback under one host, with one session key",),
    ),
)

FAULT = Fault(
    name="oauth-state-lost",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "authlib.integrations.base_client.errors.MismatchingStateError: "
                "mismatching_state: CSRF Warning! State not equal in request and response.",
                (
                    "/srv/app/login.py",
                    12,
                    "callback",
                    "token = await oauth.google.authorize_access_token(request)",
                ),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                "authlib.integrations.base_client.errors.OAuthError: invalid_client: "
                "The OAuth client was not found.",
                ("/srv/app/login.py", 12, "callback", "token = await client.fetch_token()"),
            )
        ),
    ),
)
