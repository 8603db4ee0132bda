"""The field's own words, added to Sudachi's dictionary.

Sudachi builds a dictionary of its own kind from them. That takes three seconds, however few they are (it goes
through its 1.6 million words), so what was built is kept in a folder under the name of everything it depends on.
"""

import csv
import io
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from sudachipy import Config, Dictionary
from sudachipy.errors import SudachiError
from sudachipy.sudachipy import build_user_dic

from faq_bot.errors import SettingsError
from faq_bot.loading.vocabulary import DictionaryWord
from faq_bot.text.cleaning import clean, to_hiragana, to_katakana

_NOUN = ("名詞", "普通名詞", "一般", "*", "*", "*")
_BESIDE = 5146  # how a common noun connects to its neighbours, in UniDic's numbers
_COST = 0
"""Low enough that a word in kana is not read as a row of particles; Sudachi's own nouns cost 5,000 to 20,000."""
_KANA = re.compile("[ぁ-ゖァ-ヺー]+")


def versions() -> str:
    """Return tokenizer and dictionary: what they are called and which edition they are."""
    return " ".join(f"{name} {version(name)}" for name in ("sudachipy", "sudachidict-core"))


def lexicon_of(words: Sequence[DictionaryWord]) -> str:
    """Return the source text of a user dictionary, as Sudachi defines it."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for word in words:
        normal = word.normal or clean(word.word)
        for spelling in _spellings(clean(word.word), normal):
            ends = ("*", "A", "*", "*", "*")
            writer.writerow(
                (spelling, _BESIDE, _BESIDE, _COST, spelling, *_NOUN, word.reading, normal, *ends)
            )
    return lines.getvalue()


def _spellings(word: str, normal: str) -> tuple[str, ...]:
    """Return the ways to write a word: one in kana may be written in the other kana too, which may be `normal`."""
    if not _KANA.fullmatch(word):
        return (word,)
    return (word, *sorted({to_hiragana(word), to_katakana(word)} - {word, normal}))


@lru_cache(maxsize=8)
def open_dictionary(lexicon: str = "", folder: Path | None = None) -> Dictionary:
    """Return Sudachi's dictionary with the words of a lexicon, kept in `folder` if there is one.

    SettingsError if there is no place to build it.
    """
    if not lexicon:
        return Dictionary(dict="core")
    return (_kept(lexicon, folder) if folder else None) or _built(lexicon, folder)


def _kept(lexicon: str, folder: Path) -> Dictionary | None:
    """Return the dictionary kept in a folder. A file's name ends in its checksum, so a damaged one is seen."""
    for path in folder.glob(f"{_name(lexicon)}-*.dic"):
        with suppress(OSError, SudachiError):
            if path.stem.endswith(_checksum(path)):
                return _with(path)
    return None


def _built(lexicon: str, folder: Path | None) -> Dictionary:
    system = Path(str(files("sudachidict_core"))) / "resources" / "system.dic"
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
            path = Path(temporary) / "words.dic"
            build_user_dic(system, [lexicon.encode()], path)
            if folder is not None:
                _keep(path, folder / f"{_name(lexicon)}-{_checksum(path)}.dic")
            return _with(path)
    except OSError as error:
        message = "辞書を作る場所がありません。FAQ_BOT_CACHE に、書き込めるフォルダを指定してください。"
        raise SettingsError(message) from error


def _keep(built: Path, path: Path) -> None:
    """Put a copy in its place in one step. A folder that cannot be written only costs time at the next start."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(built, draft)
        draft.replace(path)


def _with(words: Path) -> Dictionary:
    return Dictionary(dict="core", config=Config(user=[str(words)]))


def _name(lexicon: str) -> str:
    return sha256(f"{versions()} {lexicon}".encode()).hexdigest()[:16]


def _checksum(path: Path) -> str:
    return f"{zlib.crc32(path.read_bytes()):08x}"
