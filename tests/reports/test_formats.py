"""Every format of a report, from the same findings."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from fe_skill.project.model import Gap, Where
from fe_skill.project.reader import Facts, read_project
from fe_skill.reports import formatted
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Applicability, Edit, Finding, Fix, Related, Severity
from fe_skill.rules.run import Found, NotEvaluated, Report
from fe_skill.syntax.module import Span

SOURCE = "from fastapi import status\n\n\tx = f(status.HTTP_211_CREATED)  # <b>\n"
FIX = Fix("Use it", Applicability.SAFE, (Edit("src/a b,c.py", 35, 58, "status.HTTP_201_CREATED"),))
FINDINGS = (
    Found(
        Finding(
            rule="FE106",
            path="src/a b,c.py",
            span=Span(3, 8, 3, 31),
            message="100% of `<script>` is, wrong:\nyes",
            related=(Related("src/b.py", 7, "declared here"),),
            confidence=0.8,
            fix=FIX,
        ),
        Severity.ERROR,
        "0123456789abcdef",
    ),
    Found(
        Finding(rule="FE101", path="gone.py", span=Span(9, 1, 9, 1), message="never reached"),
        Severity.INFO,
        "fedcba9876543210",
    ),
)
REPORT = Report(
    found=FINDINGS,
    suppressed=2,
    ran=("FE101", "FE106"),
    not_evaluated=(NotEvaluated("FE102", "the project can't have `fastapi>=1`"),),
    unparsed=(Gap(Where("bad.py", 4), "the file", "did not parse"),),
    routes=3,
    models=2,
    unresolved=0,
)


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a b,c.py").write_text(SOURCE)
    return read_project(tmp_path)


def test_text_shows_the_line_with_what_is_meant_below_it(facts: Facts) -> None:
    text = formatted("text", FINDINGS, facts, REPORT)
    assert (
        "error[FE106] 100% of `<script>` is, wrong:\nyes\n"
        " --> src/a b,c.py:3:8\n"
        "  |\n"
        "3 | \tx = f(status.HTTP_211_CREATED)  # <b>\n"
        "  | \t      ^^^^^^^^^^^^^^^^^^^^^^^\n"
        f"  = why:  {known_rules()['FE106'].why}\n"
        f"  = mend: {known_rules()['FE106'].mend}\n"
        "  = from: src/b.py:7 declared here\n"
        "  = fix:  Use it (safe)\n"
    ) in text
    assert text.endswith(
        "not evaluated: FE102: the project can't have `fastapi>=1`\n"
        "1 error, 1 info, 2 suppressed: 2 rules on 1 files"
    )


def test_json_says_its_version_and_everything_about_a_finding(facts: Facts) -> None:
    content = json.loads(formatted("json", FINDINGS, facts, REPORT))
    assert content["schema_version"] == 1
    first = content["findings"][0]
    assert (first["line"], first["end_column"], first["confidence"]) == (3, 31, 0.8)
    assert first["fix"]["edits"][0]["text"] == "status.HTTP_201_CREATED"
    assert content["not_evaluated"] == [
        {"rule": "FE102", "reason": "the project can't have `fastapi>=1`"}
    ]
    assert content["unparsed"] == [{"path": "bad.py", "line": 4, "reason": "did not parse"}]


def test_annotations_are_one_line_each_with_what_the_runner_reads_escaped(facts: Facts) -> None:
    lines = formatted("github", FINDINGS, facts, REPORT).splitlines()
    assert lines[0] == (
        "::error file=src/a b%2Cc.py,line=3,endLine=3,title=FE106 unknown-status-constant::"
        "100%25 of `<script>` is, wrong:%0Ayes%0Amend: use the constant that exists"
        "%0Afrom src/b.py:7: declared here"
    )
    assert lines[1].startswith("::notice file=gone.py,line=9,")
    assert len(lines) == 3


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_needs_nothing_else_and_runs_nothing_of_the_project(
    facts: Facts,
) -> None:
    html = formatted("html", FINDINGS, facts, REPORT)
    page = _Page()
    page.feed(html)
    assert (page.open, page.links, page.scripts) == ([], [], 1)
    assert "&lt;script&gt;" in html
    assert "# &lt;b&gt;" in html
    assert "http" not in html.replace("http-equiv", "").replace("HTTP_", "")


def test_sarif_has_the_shape_that_its_standard_asks_for(facts: Facts) -> None:
    log = json.loads(formatted("sarif", FINDINGS, facts, REPORT))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["FE101", "FE106"]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for result, found in zip(run["results"], FINDINGS, strict=True):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == found.finding.rule
        assert result["message"]["text"]
        _place(result["locations"][0])
        for at, related in enumerate(result.get("relatedLocations", []), 1):
            assert related["id"] == at
            _place(related)
    first = run["results"][0]
    assert (first["level"], first["rank"]) == ("error", 80.0)
    assert first["partialFingerprints"] == {"feSkill/v1": "0123456789abcdef"}
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "src/a%20b%2Cc.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 31},
    }
    told = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert told[0] == "not analysed: did not parse"
    assert told[1].startswith("FE102 was not evaluated")


def test_a_fix_in_sarif_gives_the_fixed_text(facts: Facts) -> None:
    log = json.loads(formatted("sarif", FINDINGS, facts, REPORT))
    (fix,) = log["runs"][0]["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    end = region["charOffset"] + region["charLength"]
    after = SOURCE[: region["charOffset"]] + replacement["insertedContent"]["text"] + SOURCE[end:]
    assert after == SOURCE.replace("211", "201")


def _place(location: dict[str, Any]) -> None:
    place = location["physicalLocation"]
    assert not place["artifactLocation"]["uri"].startswith("/")
    region = place["region"]
    assert region["startLine"] >= 1
    assert region.get("startColumn", 1) >= 1
    if "endLine" in region:
        start = (region["startLine"], region["startColumn"])
        assert (region["endLine"], region["endColumn"]) > start
