"""One page of HTML that needs nothing else: to be kept as an artefact, or sent to someone.

Lives here: page.
Does not:   load or send anything: its policy forbids that to itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from fe_skill.project.reader import Facts
from fe_skill.rules.registry import known_rules
from fe_skill.rules.run import Found, Report
from fe_skill.rules.sources import Sources

_CODE: Final = re.compile(r"`([^`\n]+)`")
_AROUND: Final = 2
_LONGEST: Final = 200
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1rem; margin: 0 }
h2, p, li { overflow-wrap: anywhere }
code { font-size: .95em; background: var(--soft); padding: 0 .2em; border-radius: .2em }
input, select { font: inherit; padding: .3rem .5rem; border: 1px solid var(--line); }
article { border: 1px solid var(--line); border-left: .35rem solid var(--of); padding: .8rem 1rem;
  margin: .8rem 0; border-radius: .3rem }
.error { --of: #d1242f } .warning { --of: #bf8700 } .info { --of: #0969da }
pre { background: var(--soft); padding: .6rem; overflow-x: auto; margin: .5rem 0 }
pre > div { display: inline-block; min-width: 100% }
mark { background: #f8d34766; color: inherit; display: block }
p, ul { margin: .3rem 0 } small, .place { opacity: .75 } [hidden] { display: none }
"""
_SCRIPT: Final = """
const words = document.getElementById("words"), level = document.getElementById("level");
const cards = [...document.querySelectorAll("article")], shown = document.getElementById("shown");
function filter() {
  const text = words.value.toLowerCase();
  let count = 0;
  for (const card of cards) {
    const fits = (!level.value || card.classList.contains(level.value))
      && card.textContent.toLowerCase().includes(text);
    card.hidden = !fits;
    count += fits;
  }
  shown.textContent = count + " shown";
}
words.addEventListener("input", filter);
level.addEventListener("change", filter);
filter();
"""


def page(found: Sequence[Found], facts: Facts, report: Report) -> str:
    """The page: a sum, a filter, and a card a finding."""
    sources = Sources(facts)
    levels = Counter(each.severity.value for each in found)
    told = ", ".join(map(_counted, levels.items())) or "nothing found"
    cards = "\n".join("\n".join(_card(each, sources)) for each in found)
    missing = "".join(
        f"<li>{escape(f'{each.rule}: {each.reason}')}</li>" for each in report.not_evaluated
    )
    unjudged = f"<h2>Not evaluated</h2><ul>{missing}</ul>" if missing else ""
    options = "".join(f"<option>{level}</option>" for level in ("error", "warning", "info"))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Findings</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(told)}</h1>
<p>{len(report.ran)} rules on {facts.files} files, {report.suppressed} suppressed.</p>
<p><input id="words" type="search" placeholder="rule, file or word" aria-label="Filter">
<select id="level" aria-label="Severity"><option value="">all severities</option>{options}</select>
<small id="shown"></small></p>
{cards}
{unjudged}
<script>{_SCRIPT}</script>
</body>
</html>"""


def _card(each: Found, sources: Sources) -> Iterator[str]:
    finding, rule = each.finding, known_rules()[each.finding.rule]
    yield f'<article class="{each.severity.value}">'
    yield f"<h2>{rule.code} {_marked(finding.message)}</h2>"
    place = f"{finding.path}:{finding.span.line}"
    yield f'<p class="place">{escape(place)} · {escape(rule.name)}</p>'
    yield f"<pre><div>{''.join(_excerpt(each, sources))}</div></pre>"
    yield f"<p><b>Why:</b> {_marked(rule.why)}</p><p><b>Mend:</b> {_marked(rule.mend)}</p>"
    if finding.related:
        places = (f"{r.path}:{r.line} {r.message}" for r in finding.related)
        yield "<ul>" + "".join(f"<li>{_marked(text)}</li>" for text in places) + "</ul>"
    if finding.fix is not None:
        yield f"<p><b>Fix ({finding.fix.applicability}):</b> {escape(finding.fix.title)}</p>"
    yield "</article>"


def _excerpt(each: Found, sources: Sources) -> Iterator[str]:
    at, path = each.finding.span.line, each.finding.path
    last = min(at + _AROUND, len(sources.lines(path)))
    for number in range(max(at - _AROUND, 1), last + 1):
        text = escape(f"{number:5} {sources.line(path, number)[:_LONGEST]}")
        # A block ends its line by itself.
        yield f"<mark>{text}</mark>" if number == at else f"{text}\n"


def _marked(text: str) -> str:
    """What stands between backticks as code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def _counted(level: tuple[str, int]) -> str:
    name, count = level
    return f"{count} {name}{'s' if count > 1 and name != 'info' else ''}"
