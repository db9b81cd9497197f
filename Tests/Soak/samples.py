"""What a server and its workers hold at a moment: memory, descriptors, threads, and what is on the disk."""

import contextlib
import os
import pathlib
import sqlite3
import subprocess

# Rows that are kept for ever: a job, its credits, and what its webhooks said. Everything else passes.
KEPT = ("job", "credit_entry", "webhook_delivery", "webhook_attempt")


def process(pid):
    """Memory in bytes, descriptors, threads, seconds of processor time."""
    folder = pathlib.Path(f"/proc/{pid}")
    rollup = dict(line.split(":", 1) for line in (folder / "smaps_rollup").read_text().splitlines()[1:])
    status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
    fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
    return {
        "rss": kilobytes(rollup["Rss"]), "pss": kilobytes(rollup["Pss"]), "anonymous": kilobytes(rollup["Anonymous"]),
        "descriptors": len(os.listdir(folder / "fd")), "threads": int(status["Threads"]),
        "cpu": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
    }


def kilobytes(text):
    return int(text.split()[0]) << 10


def connections(port):
    """Connections to the port whose client is still there. One that the server forgot to close is not among them."""
    count = 0
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        count += fields[3] == "01" and int(fields[1].split(":")[1], 16) == port
    return count


def artifacts(folder):
    count = size = 0
    for path, _, names in os.walk(folder):
        for name in names:
            # They come and go while we look.
            with contextlib.suppress(FileNotFoundError):
                size += os.stat(os.path.join(path, name)).st_size
                count += 1
    return {"artifact_files": count, "artifact_bytes": size}


class SQLiteFile:
    def __init__(self, data):
        self.path = pathlib.Path(data) / "yukimi.sqlite"

    def size(self):
        wal = pathlib.Path(f"{self.path}-wal")
        wal_bytes = wal.stat().st_size if wal.exists() else 0
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30)) as database:
            marks = ", ".join("?" * len(KEPT))
            (kept,) = database.execute(
                "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE"
                f" AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name IN ({marks}))", KEPT).fetchone()
            # What the file will be once the log is in it.
            (pages,) = database.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
            rows = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}
            (open_jobs,) = database.execute(OPEN).fetchone()
        return sizes(pages, wal_bytes, kept, rows, open_jobs)


class PostgresDatabase:
    """A database of its own on the server that $YUKIMI_TEST_POSTGRES names (Scripts/with-postgres)."""

    def __init__(self, server_url):
        name = f"soak_{os.getpid()}"
        self.url = f"{server_url.rsplit('/', 1)[0]}/{name}"
        self.query(f"CREATE DATABASE {name}", server_url)

    def query(self, sql, url=None):
        line = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", url or self.url, "-c", sql]
        return subprocess.run(line, check=True, capture_output=True, text=True, timeout=120).stdout.split()

    def size(self):
        kept = ", ".join(f"'{table}'" for table in KEPT)
        whole, kept = self.query(
            "SELECT pg_database_size(current_database()) UNION ALL"
            f" SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND relname IN ({kept})")
        rows = {table: int(self.query(f"SELECT count(*) FROM {table}")[0]) for table in COUNTED}
        return sizes(int(whole), 0, int(kept), rows, int(self.query(OPEN)[0]))


COUNTED = ("job", "artifact", "idempotency", "session")
OPEN = "SELECT count(*) FROM job WHERE status IN ('queued', 'processing')"


def sizes(pages, log, kept, rows, open_jobs):
    """`passing_bytes`: the database without what is kept for ever, with its free pages, without the log of what is written."""
    rows = {f"{table}_rows": count for table, count in rows.items()}
    return {
        "database_bytes": pages + log, "log_bytes": log, "kept_bytes": kept, "passing_bytes": pages - kept, "open_jobs": open_jobs, **rows}


PROCESS_FIELDS = ("rss", "pss", "anonymous", "descriptors", "threads", "cpu")
DATABASE_FIELDS = tuple(sizes(0, 0, 0, dict.fromkeys(COUNTED, 0), 0))
ARTIFACT_FIELDS = ("artifact_files", "artifact_bytes")
