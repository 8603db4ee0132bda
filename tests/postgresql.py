"""A PostgreSQL server of the tests' own, from Debian's programs, in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

from tests.conftest import free_port

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
PROGRAMS = _DEBIAN[-1] if _DEBIAN else None
MISSING = "PostgreSQL がありません: apt-get install postgresql"


class Server:
    """A server that can be stopped and started again; each database asked for is new and empty."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="faq-bot-postgresql-"))
        self.port = free_port()
        if os.getuid() == 0:  # the server refuses to run as root
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            "initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"
        )
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"faq_{uuid.uuid4().hex}"
        self._run(
            "createdb", "-T", "template0", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", name
        )
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        assert PROGRAMS is not None
        as_them = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        # Output goes to a file: the server would hold a pipe open for as long as it runs.
        with tempfile.TemporaryFile() as output:
            ended = subprocess.run(
                [*as_them, str(PROGRAMS / program), *arguments],
                cwd="/",
                stdout=output,
                stderr=output,
                check=False,
            )
            output.seek(0)
            assert ended.returncode == 0, output.read().decode()
