"""English words as names need them.

Lives here: plural, article, words_of, snake.
"""

import re

_SAME = frozenset(
    [
        "aircraft",
        "audio",
        "deer",
        "equipment",
        "feedback",
        "fish",
        "hardware",
        "information",
        "inventory",
        "metadata",
        "money",
        "news",
        "offspring",
        "rice",
        "series",
        "sheep",
        "software",
        "species",
        "staff",
        "video",
    ]
) - {"audio", "video", "inventory"}
_IRREGULAR = {
    "analysis": "analyses",
    "axis": "axes",
    "basis": "bases",
    "child": "children",
    "crisis": "crises",
    "criterion": "criteria",
    "datum": "data",
    "diagnosis": "diagnoses",
    "foot": "feet",
    "goose": "geese",
    "hypothesis": "hypotheses",
    "index": "indexes",
    "leaf": "leaves",
    "life": "lives",
    "knife": "knives",
    "man": "men",
    "matrix": "matrices",
    "medium": "media",
    "mouse": "mice",
    "ox": "oxen",
    "person": "people",
    "phenomenon": "phenomena",
    "quiz": "quizzes",
    "shelf": "shelves",
    "thesis": "theses",
    "tooth": "teeth",
    "wife": "wives",
    "wolf": "wolves",
    "woman": "women",
    "echo": "echoes",
    "hero": "heroes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "veto": "vetoes",
    "stomach": "stomachs",
    "epoch": "epochs",
}
_SILENT = ("hour", "honest", "heir")
_CONSONANT = ("uni", "use", "usa", "eu", "one", "ut", "ub")


def plural(word: str) -> str:
    """The plural of `word`, in snake case or in words; its last part is what changes."""
    head, cut, last = re.fullmatch(r"(?:(.*)([_ ]))?([^_ ]+)", word).groups(default="")  # type: ignore[union-attr]  # every name matches
    return f"{head}{cut}{_plural(last)}"


def _plural(word: str) -> str:
    if word in _SAME:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if re.search(r"(s|x|z|ch|sh)$", word):
        return f"{word}es"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}s"


def article(words: str) -> str:
    """`words` with "a" or "an" before them."""
    vowel = words.startswith(_SILENT) or (
        words.startswith(tuple("aeiou")) and not words.startswith(_CONSONANT)
    )
    return f"an {words}" if vowel else f"a {words}"


def words_of(name: str) -> str:
    """A snake-case name as people write it."""
    return name.replace("_", " ")


def snake(name: str) -> str:
    """A class's name in snake case: `OrderLine` is `order_line`, `APIKey` is `api_key`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return parted.lower()
