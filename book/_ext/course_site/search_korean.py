"""Korean for the site's search: words are found whatever particle or ending they carry.

The index and the reader's browser must cut words in the same way. Both get the same endings from this module:
Python cuts the pages' words, the script made here cuts what a reader types. It serves sites with
`language: ko`; Latin words on them are cut as on the English site.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish, js_porter_stemmer

# What may stand before an ending: any syllable, one that ends in a consonant, in a vowel, in a vowel or ㄹ.
ANY, CONSONANT, VOWEL, VOWEL_OR_L = "any", "consonant", "vowel", "vowel or l"

SOUNDS = (
    (CONSONANT, "은 이 을 과 으로 이나 이란 이라 이며 이고 이라고 이라는 으로써 으로서 으로부터"),
    (VOWEL, "는 가 를 와 나 란 라 며 라고 라는 로부터"),
    (VOWEL_OR_L, "로 로써 로서"),
    (ANY, "의 에 도 만 들 에서 에게 까지 부터 마다 보다 처럼 만큼 밖에 조차 대로 하고"),
    # nouns that are used as verbs: 학습하다, 학습된다
    (ANY, "하다 한다 하는 하면 하여 해서 해야 하기 하지 합니다 했다 했습니다 한 할 해"),
    (ANY, "되다 된다 되는 되고 되면 되어 되기 되지 됩니다 됐다 되었다 된 될"),
    (ANY, "이다 입니다 였다 이었다 인"),
)
ENDINGS = {ending: sound for sound, endings in SOUNDS for ending in endings.split()}
LONGEST = max(map(len, ENDINGS))


def setup(app: Sphinx) -> None:
    """Offer the language."""
    app.add_search_language(SearchKorean)


def stem(word: str) -> str:
    """Return a word without its endings.

    A particle must fit the sound before it, as in speech: 가 follows a vowel, so 전문가 (expert) stays whole.
    Of a one-syllable noun only an ending that depends on the sound is taken (값이), or a long one (값에서).
    """
    word = unicodedata.normalize("NFC", word)  # some systems type syllables as separate letters
    while (length := ending(word)) > 0:
        word = word[:-length]
    return word


def ending(word: str) -> int:
    """Return the length of the longest ending that the word carries, or 0."""
    for length in range(min(LONGEST, len(word) - 1), 0, -1):
        needed, rest = ENDINGS.get(word[-length:]), word[:-length]
        if needed and fits(needed, rest[-1]) and (len(rest) > 1 or length > 1 or needed != ANY):
            return length
    return 0


def fits(needed: str, letter: str) -> bool:
    """Tell whether an ending may follow a letter; how foreign letters sound is unknown, so they take any."""
    if not "가" <= letter <= "힣":
        return True
    final = (ord(letter) - ord("가")) % 28  # 0 is no final consonant, 8 is ㄹ
    return {ANY: True, CONSONANT: final > 0, VOWEL: final == 0, VOWEL_OR_L: final in (0, 8)}[needed]


SCRIPT = f"""
{js_porter_stemmer}
var Stemmer = (function (English) {{
  const endings = {json.dumps(ENDINGS, ensure_ascii=False)};
  const longest = {LONGEST};

  function fits(needed, letter) {{
    if (letter < "가" || letter > "힣") return true;
    const final = (letter.charCodeAt(0) - "가".charCodeAt(0)) % 28;
    if (needed === "{CONSONANT}") return final > 0;
    if (needed === "{VOWEL}") return final === 0;
    if (needed === "{VOWEL_OR_L}") return final === 0 || final === 8;
    return true;
  }}

  function ending(word) {{
    for (let length = Math.min(longest, word.length - 1); length > 0; length -= 1) {{
      const rest = word.slice(0, -length);
      const needed = endings[word.slice(-length)];
      if (needed && fits(needed, rest.at(-1)) && (rest.length > 1 || length > 1 || needed !== "{ANY}")) {{
        return length;
      }}
    }}
    return 0;
  }}

  return function () {{
    const english = new English();
    this.stemWord = function (word) {{
      word = word.normalize("NFC");
      for (let length = ending(word); length > 0; length = ending(word)) word = word.slice(0, -length);
      return english.stemWord(word);
    }};
  }};
}})(Stemmer);
"""


class SearchKorean(SearchLanguage):
    """Korean, with English words in between."""

    lang = "ko"
    language_name = "Korean"
    js_stemmer_code = SCRIPT

    def init(self, options: dict[str, Any]) -> None:
        """Prepare for Latin words, too."""
        self._english = SearchEnglish(options)

    def stem(self, word: str) -> str:
        """Return the word as the index holds it."""
        return self._english.stem(stem(word))
