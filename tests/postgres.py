"""A PostgreSQL server of our own in a temporary folder, one for the whole run, with a fresh database for each test."""

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

MISSING = "PostgreSQL's server is not installed here: on Debian, apt-get install postgresql"
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=50", "listen_addresses=")


def binaries() -> Path | None:
    """The newest installed server's folder of programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Server:
    """Started once; gives out addresses of empty databases."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # PostgreSQL refuses to run as root, and a socket's path has to be short.
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.folder = Path(tempfile.mkdtemp(prefix="linli-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, self._user)
        self._names = count(1)

    def start(self) -> None:
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = " ".join(f"-c {one}" for one in (*_FAST, f"unix_socket_directories={self.folder}"))
        self._run("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-w", "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """Its address."""
        name = f"linli{next(self._names)}"
        self._run("createdb", "-h", str(self.folder), name)
        return f"postgresql://{self._user}@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        user = self._user if os.geteuid() == 0 else None
        # The server inherits what it is given: a pipe would keep us waiting for as long as it lives.
        with (self.folder / "out").open("ab") as out:
            done = subprocess.run(command, user=user, stdin=subprocess.DEVNULL, stdout=out, stderr=out,  # noqa: S603
                                  cwd=self.folder, check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {(self.folder / 'out').read_text()}")
