"""Word lists of the rules, one folder a language, and the event triggers built on them."""

from search.analysis.lexicon.lexicon import ENGLISH, Lexicon
from search.text.wordlists import words

__all__ = ["ENGLISH", "Lexicon", "words"]
