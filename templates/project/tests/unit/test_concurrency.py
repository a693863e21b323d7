"""`ETag` and `If-Match`."""

import pytest

from src.core.concurrency import etag, require_match
from src.core.errors import PreconditionFailed
from src.domains.users.models import User

ROW = User(version=3)


def test_the_tag_is_the_quoted_version() -> None:
    assert etag(ROW) == '"3"'


@pytest.mark.parametrize("if_match", [None, "*", '"3"', '"2", "3"', 'W/"1","3"'])
def test_the_present_version_or_none_asked_for_goes_on(if_match: str | None) -> None:
    require_match(ROW, if_match)


@pytest.mark.parametrize("if_match", ['"2"', "3", '"33"', ""])
def test_any_other_version_is_refused(if_match: str) -> None:
    with pytest.raises(PreconditionFailed):
        require_match(ROW, if_match)
