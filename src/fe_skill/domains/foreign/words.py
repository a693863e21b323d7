"""The names of one entity in all their spellings, and text about one entity turned to another.

Lives here: Names, Twin.
Does not:   plurals as such (inflection.py).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from fe_skill.domains.inflection import plural, words_of

# What projects put behind an entity's name in the name of its class.
CLASS_SUFFIX = re.compile(r"(?<=[a-z0-9])(?:DB|Db|ORM|Orm|Model|Table|Entity|Record)$")


@dataclass(frozen=True)
class Names:
    """An entity's words in snake case. `domain` is its package's, where that is another word."""

    singular: str
    plural: str
    domain: str = ""


_STRING = re.compile(r"""\"[^"\n]*\"|'[^'\n]*'""")
_HOLE = re.compile(r"(\{[^{}]*\})")


@dataclass(frozen=True)
class Twin:
    """Turns what is said of one entity into the same about another.

    Names of several words are written as their place wants it: `gadget_part` in code,
    `gadget-part` in paths, `gadget part` in sentences.
    """

    old: Names
    new: Names

    def __call__(self, text: str) -> str:
        """`text`, which is code, with every spelling of the old names replaced."""
        parts, at = [], 0
        for found in _STRING.finditer(text):
            parts += [self._code(text[at : found.start()]), self._string(found[0])]
            at = found.end()
        return "".join([*parts, self._code(text[at:])])

    def path(self, text: str) -> str:
        """`text`, which is a URL's path, likewise; its parameters are code."""
        return "".join(
            self._code(part) if part.startswith("{") else self._swapped(part, self._paths)
            for part in _HOLE.split(text)
        )

    def mentions(self, text: str) -> bool:
        """Whether an old name stands in `text`."""
        return self._pattern.search(text) is not None

    def _code(self, text: str) -> str:
        return self._swapped(text, self._names)

    def _string(self, text: str) -> str:
        if "/" in text and " " not in text:
            return self.path(text)
        if " " in text:
            return "".join(
                self._code(part) if part.startswith("{") else self._swapped(part, self._words)
                for part in _HOLE.split(text)
            )
        return self._code(text)

    def _swapped(self, text: str, spellings: dict[str, str]) -> str:
        return self._pattern.sub(lambda found: spellings[found[0]], text)

    @cached_property
    def _names(self) -> dict[str, str]:
        return self._spellings(_spelt)

    @cached_property
    def _paths(self) -> dict[str, str]:
        return self._spellings(_in_paths)

    @cached_property
    def _words(self) -> dict[str, str]:
        return self._spellings(_in_sentences)

    def _spellings(self, spelt: Callable[[str], tuple[str, ...]]) -> dict[str, str]:
        """Old spellings with the new ones; where two old ones are the same, the first counts."""
        pairs = [(self.old.domain, self.new.domain)] if self.old.domain else []
        plurals = {self.old.plural, plural(self.old.singular), f"{self.old.singular}s"}
        pairs += [(old, self.new.plural) for old in sorted(plurals)]
        pairs.append((self.old.singular, self.new.singular))
        found: dict[str, str] = {}
        for old, new in pairs:
            for before, after in zip(spelt(old), spelt(new), strict=True):
                found.setdefault(before, after)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        known = sorted({*self._names, *self._paths, *self._words}, key=len, reverse=True)
        lower = "|".join(re.escape(k) for k in known if not k[:1].isupper())
        upper = "|".join(re.escape(k) for k in known if k[:1].isupper())
        # A name starts at an edge or a capital, and ends before a small letter at the latest.
        return re.compile(
            rf"(?<![A-Za-z0-9])(?:{lower})(?![a-z0-9])|(?<![A-Z])(?:{upper})(?![a-z])"
        )


def _spelt(word: str) -> tuple[str, ...]:
    """A word as code writes it first, and in its other forms."""
    camel = "".join(part.capitalize() for part in word.split("_"))
    words = words_of(word)
    return (
        word,
        camel,
        word.upper(),
        word.replace("_", "-"),
        words,
        words.capitalize(),
        word.replace("_", ""),
        camel[:1].lower() + camel[1:],
        "_".join(part.capitalize() for part in word.split("_")),
        " ".join(part.capitalize() for part in word.split("_")),
    )


def _in_paths(word: str) -> tuple[str, ...]:
    """The same with the form of paths first."""
    code = _spelt(word)
    return (code[3], code[1], code[2], code[0], *code[4:])


def _in_sentences(word: str) -> tuple[str, ...]:
    """The same with the forms of sentences first."""
    code = _spelt(word)
    return (code[4], code[5], code[2], code[3], code[0], code[1], *code[6:])
