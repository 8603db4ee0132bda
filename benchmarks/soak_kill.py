"""Kills a writer with SIGKILL at random moments: the file opens and nothing that was acknowledged is missing.

`python -m benchmarks.soak_kill [rounds]` (200); the moments are those of a fixed seed.
"""

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 200
_LONGEST = 1.0  # seconds between the first acknowledgement and the kill

_WRITER = """
import sys
from datetime import UTC, date, datetime
from faq_bot.reception.keeping import folded
from faq_bot.storage import feedback
from faq_bot.storage.records import Records
from faq_bot.storage.replies import KeptReply

records, begin = Records(sys.argv[1], folded), int(sys.argv[2])
at = datetime(2026, 11, 22, 12, tzinfo=UTC)
for number in range(begin, begin + 1_000_000):
    name = f"reply-{number}"
    records.journal.put(KeptReply(
        name, at, "api", f"質問{number}", None, "no_answer", None, 0.1, ["a", "b"], "matsudo", date(2026, 3, 16),
        {"years": [], "schemes": {}}, "0123456789ab", 1.5, f"conversation-{number % 50}", True,
    ))
    feedback.keep(records.engine, name, "resolved", "x" * (number % 700), at)
    sys.stdout.write(f"{name}\\n")
    sys.stdout.flush()
"""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else ROUNDS
    chance = random.Random(20261122)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "faq-bot.db"
        acknowledged: set[str] = set()
        for number in range(rounds):
            acknowledged |= _killed_after(file, number * 1_000_000, chance.uniform(0, _LONGEST))
            _check(file, acknowledged)
            if (number + 1) % 10 == 0:
                print(f"{number + 1} kills, {len(acknowledged)} acknowledged, none missing", flush=True)
        replies = sqlite3.connect(file).execute("SELECT count(*) FROM replies").fetchone()[0]
        print(
            f"replies in the journal, which promises nothing: {replies}; file: {file.stat().st_size / 1e6:.1f} MB"
        )


def _killed_after(file: Path, begin: int, seconds: float) -> set[str]:
    """Write until killed, and return what was acknowledged by then."""
    command = [sys.executable, "-c", _WRITER, f"sqlite:///{file}", str(begin)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=False)
    assert writer.stdout is not None
    if not select.select([writer.stdout], [], [], 120)[0]:
        sys.exit("the writer has not begun within two minutes")
    time.sleep(seconds)
    os.kill(writer.pid, signal.SIGKILL)
    output, _ = writer.communicate()
    if writer.returncode != -signal.SIGKILL:
        sys.exit(f"the writer ended by itself: {writer.returncode}")
    whole = output[: output.rfind(b"\n") + 1]
    return set(whole.decode().split())


def _check(file: Path, acknowledged: set[str]) -> None:
    connection = sqlite3.connect(file)
    sound = connection.execute("PRAGMA integrity_check").fetchone()
    kept = {name for (name,) in connection.execute("SELECT reply FROM feedback")}
    connection.close()
    if sound != ("ok",):
        sys.exit(f"the file is damaged: {sound}")
    if missing := acknowledged - kept:
        sys.exit(f"{len(missing)} acknowledged records are missing: {sorted(missing)[:5]}")


if __name__ == "__main__":
    main()
