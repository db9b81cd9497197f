"""Whether what was sampled is flat. Everything here works on the rows of a CSV file alone."""

import csv
import itertools
import math
import statistics

MEGABYTE = 1e6
# Below this the slope per hour is an extrapolation that says nothing: it is reported, not judged.
SHORTEST = 1200
# Memory, and what passes through disk: growth per hour that is too much, when it is more than both.
MEMORY_BOUND = (0.05, 8 * MEGABYTE)
PASSING_BOUND = (0.10, 1 * MEGABYTE)
ARTIFACT_BOUND = (0.20, 10 * MEGABYTE)
# Rows that have an end, per hour.
ROWS_BOUND = (0.20, 30)
# What an accepted job leaves in the database for ever: its row, its credits, its webhooks.
KEPT_PER_JOB = 4_000
KEPT_DRIFT = 1.25
# Connections to a database, a receiver, a host of images come and go beside those of clients.
SPARE_DESCRIPTORS = 8


def read(path):
    with open(path, newline="") as file:
        rows = []
        for row in csv.DictReader(file):
            # The last line of an interrupted run may be cut short.
            try:
                rows.append({name: float(text) for name, text in row.items() if text != ""})
            except (TypeError, ValueError):
                pass
    return rows


def series(rows, name):
    return [(row["elapsed"], row[name]) for row in rows if name in row]


def windows(points, count=12):
    """Medians of equal parts of time: neighbouring samples are not independent, and their noise is not slope."""
    if len(points) <= count:
        return points
    begin, width = points[0][0], (points[-1][0] - points[0][0]) / count
    parts = [[] for _ in range(count)]
    for point in points:
        parts[min(count - 1, int((point[0] - begin) / width))].append(point)
    return [(statistics.mean(x for x, _ in part), statistics.median(y for _, y in part)) for part in parts if part]


def slope(points):
    """Theil–Sen's, per hour; 0 where there is nothing to compare."""
    pairs = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.combinations(windows(points, 60), 2) if b[0] > a[0]]
    return 3600 * statistics.median(pairs) if pairs else 0.0


def certainty(points):
    """Kendall's z over windows: beyond 2 the trend is more than the noise."""
    points = windows(points)
    n = len(points)
    if n < 4:
        return 0.0
    score = sum((b[1] > a[1]) - (b[1] < a[1]) for a, b in itertools.combinations(points, 2))
    return score / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)


def after(points, moment):
    return [point for point in points if point[0] >= moment]


def middle(points, share):
    """The median of the first or (negative) last share of the points."""
    count = max(1, int(len(points) * abs(share)))
    return statistics.median(y for _, y in (points[:count] if share > 0 else points[-count:]))


def growth(points, bound):
    """(slope, z, is it too much) of the second half."""
    per_hour, sure = slope(points), certainty(points)
    share, least = bound
    too_much = per_hour > least and per_hour > share * statistics.median(y for _, y in points) and sure > 2
    return per_hour, sure, too_much


def judge(rows):
    """(lines of the report, what is wrong)."""
    lines, wrong = [], []
    if len(rows) < 4:
        return lines, [f"there are only {len(rows)} samples"]
    begin, end = rows[0]["elapsed"], rows[-1]["elapsed"]
    warm, half, long_enough = begin + (end - begin) / 4, (begin + end) / 2, end - begin >= SHORTEST
    processes = [name.removesuffix("_rss") for name in rows[0] if name.endswith("_rss")]
    lines.append(f"{end - begin:.0f} s, {len(rows)} samples; slopes after a warm-up of {warm - begin:.0f} s, judged in the second half")
    if not long_enough:
        lines.append(f"shorter than {SHORTEST} s: slopes per hour are shown and not judged")

    def grown(name, label, bound, unit=MEGABYTE):
        points = series(rows, name)
        if len(after(points, half)) < 2:
            wrong.append(f"{label} was not sampled")
            return
        settled, late = after(points, warm), after(points, half)
        per_hour, sure, too_much = growth(late, bound)
        lines.append(
            f"{label:28} {middle(settled, 0.1) / unit:9.1f} → {middle(settled, -0.1) / unit:9.1f} MB, most {max(y for _, y in points) / unit:9.1f};"
            f" slope {slope(settled) / unit:+8.2f} MB/h, second half {per_hour / unit:+8.2f} (z {sure:+.1f})")
        if too_much and long_enough:
            wrong.append(f"{label} grows by {per_hour / unit:.1f} MB per hour")

    for process in processes:
        grown(f"{process}_rss", f"{process} RSS", MEMORY_BOUND)
        grown(f"{process}_anonymous", f"{process} anonymous", MEMORY_BOUND)
    for process in processes:
        judge_descriptors(rows, process, warm, lines, wrong)
    grown("database_bytes", "database, whole", (math.inf, math.inf))
    grown("passing_bytes", "database without kept rows", PASSING_BOUND)
    grown("log_bytes", "database's log", PASSING_BOUND)
    grown("artifact_bytes", "artifacts", ARTIFACT_BOUND)
    judge_kept(rows, half, lines, wrong)
    for name in ("artifact_rows", "artifact_files", "idempotency_rows", "session_rows", "open_jobs"):
        points = after(series(rows, name), warm)
        if not points:
            wrong.append(f"{name} was not sampled")
            continue
        per_hour, sure, too_much = growth(after(points, half), ROWS_BOUND)
        label = name.replace("_", " ")
        lines.append(
            f"{label:28} {middle(points, 0.1):9.0f} → {middle(points, -0.1):9.0f}, most {max(y for _, y in points):.0f};"
            f" slope in the second half {per_hour:+.1f} per hour (z {sure:+.1f})")
        if too_much and long_enough:
            wrong.append(f"{label} grow by {per_hour:.0f} per hour")

    last = rows[-1]
    lines.append(f"{last.get('done', 0):.0f} actions done, {last.get('late', 0):.0f} late, {last.get('skipped', 0):.0f} left out for want of a free client")
    if last.get("done", 0) == 0:
        wrong.append("nothing was done")
    for name, words in (("faults", "actions with a wrong answer"), ("exceptions", "exceptions in clients"), ("restarts", "workers started again")):
        if last.get(name, 0):
            wrong.append(f"{last[name]:.0f} {words}")
    return lines, wrong


def judge_descriptors(rows, process, warm, lines, wrong):
    """Without those of clients that are connected, which the server alone has."""
    points = [
        (row["elapsed"], row[f"{process}_descriptors"] - (row.get("connections", 0) if process == "serve" else 0))
        for row in rows if f"{process}_descriptors" in row
    ]
    whole, settled = [y for _, y in series(rows, f"{process}_descriptors")], after(points, warm)
    if not settled:
        wrong.append(f"{process}'s descriptors were not sampled")
        return
    first, last = middle(settled, 0.25), middle(settled, -0.1)
    lines.append(
        f"{process + ' descriptors':28} first {whole[0]:.0f}, last {whole[-1]:.0f}, most {max(whole):.0f};"
        f" without clients' connections {first:.0f} → {last:.0f}")
    if last > first + SPARE_DESCRIPTORS:
        wrong.append(f"{process} has {last:.0f} descriptors that no client explains, {first:.0f} after the warm-up")


def judge_kept(rows, half, lines, wrong):
    """What is kept for ever grows with what is accepted, and with nothing else."""
    points = [row for row in rows if "kept_bytes" in row and "job_rows" in row]
    if len(points) < 4:
        return
    first, last = points[0], points[-1]
    center = min(points, key=lambda row: abs(row["elapsed"] - half))
    early, late = ((b["kept_bytes"] - a["kept_bytes"]) / max(1, b["job_rows"] - a["job_rows"]) for a, b in ((first, center), (center, last)))
    lines.append(f"{'kept for ever':28} {last['job_rows']:.0f} jobs; {early:.0f} → {late:.0f} bytes per job (first and second half)")
    if last["job_rows"] - center["job_rows"] < 200:
        return
    if late > KEPT_PER_JOB:
        wrong.append(f"a job leaves {late:.0f} bytes in the database, and should leave {KEPT_PER_JOB} at most")
    if early > 0 and late > KEPT_DRIFT * early:
        wrong.append(f"what a job leaves in the database grew from {early:.0f} to {late:.0f} bytes")
