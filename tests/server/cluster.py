"""Several replicas behind nginx, with one PostgreSQL and one Redis: a small computer centre for the tests."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import ROOT, SECRET, Service, free_port, launch_service

REDIS = shutil.which("valkey-server") or shutil.which("redis-server")
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
MISSING = "nginx と Redis か Valkey がありません: apt-get install nginx redis-server"
UPSTREAM = "X-Upstream"
PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/bin"


class Cluster:
    """Replicas that share a database and a store for the limits, and nothing else."""

    def __init__(self, folder: Path, database: str, knowledge: Path, replicas: int):
        """Prepare; nothing runs before `start`."""
        self._folder, self._count = folder, replicas
        self._store = str(free_port())
        self._others: list[subprocess.Popen[bytes]] = []
        self.replicas: list[Service] = []
        self._environment = {
            "SECRET_KEY": SECRET,
            "DATABASE_URL": database,
            "REDIS_URL": f"redis://127.0.0.1:{self._store}",
            "RATE_LIMIT": "1000000/minute",
            "FAQ_BOT_REPLICAS": str(replicas),
            "FAQ_BOT_RELEASES": "database",
            "FAQ_BOT_PROXIES": "1",
            "FAQ_BOT_KNOWLEDGE": str(knowledge),
        }

    def start(self) -> None:
        """Start everything and wait until all of it answers."""
        assert REDIS is not None
        self._run([REDIS, "--port", self._store, "--save", "", "--dir", str(self._folder)])
        for _ in range(self._count):
            self.replicas.append(launch_service(**self._environment))
        for replica in self.replicas:
            replica.wait_until_ready()
        self.port = free_port()
        self._run(["nginx", "-c", str(self._proxy_config())])
        while self._others[-1].poll() is None:
            with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", self.port)):
                return
        raise AssertionError((self._folder / "nginx.log").read_text())

    def kill(self, number: int) -> None:
        """End all processes of a replica at once, as a power cut does."""
        parent = self.replicas[number].process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        for pid in (*map(int, children), parent):
            os.kill(pid, signal.SIGKILL)
        self.replicas[number].process.wait()

    def restart(self, number: int) -> None:
        """Start a replica that has ended again, where it was."""
        port = self.replicas[number].url.rpartition(":")[2]
        self.replicas[number] = launch_service(**self._environment, PORT=port)
        self.replicas[number].wait_until_ready()

    def stop(self) -> None:
        """Stop whatever runs; replicas end in peace."""
        processes = [*(service.process for service in self.replicas), *self._others]
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()

    def _run(self, command: Sequence[str]) -> None:
        with open(self._folder / f"{Path(command[0]).name}.out", "wb") as output:
            self._others.append(subprocess.Popen(command, stdout=output, stderr=output, env={"PATH": PATH}))

    def _proxy_config(self) -> Path:
        """Return the configuration a city gets, for ports of this machine, in a frame that runs anywhere."""
        folder = self._folder
        own = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        own, changed = re.subn(r"listen 80;", f"listen 127.0.0.1:{self.port};", own)
        assert changed == 1
        for number, replica in enumerate(self.replicas, start=1):
            own, changed = re.subn(rf"replica{number}:8000", _place(replica), own)
            assert changed == 1
        scratch = " ".join(
            f"{kind}_temp_path {folder / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = folder / "nginx.conf"
        config.write_text(
            f"daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'nginx.log'};\n"
            "worker_processes 1; events { worker_connections 256; }\n"
            f"http {{ access_log off; {scratch} add_header {UPSTREAM} $upstream_addr always;\n{own}\n}}\n",
            encoding="utf-8",
        )
        return config


def _place(replica: Service) -> str:
    return replica.url.removeprefix("http://")
