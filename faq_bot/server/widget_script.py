"""The widget as one script: the modules of web/widget/ joined as they are served, so that a page loads one file.

Each module follows those it imports; what only people need is left out: comments, white space, and the names of
the words in words.js. The modules keep to a few habits that make this safe: imports and exports by name at the
beginning of a line, no name twice at the top of two modules, a semicolon after each statement, no template within
a template, and none whose line breaks mean anything.
"""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]+\} from "\./(?P<module>\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_WORD = re.compile(r'^  (?P<name>\w+): (?P<text>"[^"\n]*"),\n', re.MULTILINE)
_KEPT = r'"(?:[^"\\\n]|\\.)*"|`[^`]*`'
_SPACE = re.compile(rf"(?P<kept>{_KEPT})|\s*//[^\n]*|\s*(?P<sign>[-+*=<>?:&|!,;(){{}}\[\]])\s*|\s+")


def widget_script(folder: Path) -> str:
    """Return the script that `widget.js` of a folder and the modules it needs make together."""
    found: dict[str, str] = {}
    _gather(folder, "widget", found)
    source = _with_words("".join(found.values()))
    script = _SPACE.sub(lambda part: (part["kept"] or part["sign"] or " ").replace("\n", ""), source)
    return script.replace(";}", "}").replace(",)", ")").strip()


def _with_words(source: str) -> str:
    """Put words where they are said; a word said by a name that is only known later keeps it."""
    for word in _WORD.finditer(source):
        source, said = re.subn(rf"\bwords\.{word['name']}\b", word["text"], source)
        source = source.replace(word.group(), "") if said else source
    return source


def _gather(folder: Path, module: str, found: dict[str, str]) -> None:
    """Add a module after all those it imports."""
    source = (folder / f"{module}.js").read_text(encoding="utf-8")
    for needed in _IMPORT.finditer(source):
        if needed["module"] not in found:
            _gather(folder, needed["module"], found)
    found[module] = _EXPORT.sub("", _IMPORT.sub("", source))
