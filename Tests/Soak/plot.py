"""The samples as one SVG: a panel for each thing that shall be flat."""

from verdict import series

WIDTH, HEIGHT, LEFT, GAP = 900, 150, 70, 45
COLORS = ["#1b6ca8", "#c8553d", "#588b3b", "#8e5ba6", "#b8860b"]


def panels(rows):
    processes = [name.removesuffix("_rss") for name in rows[0] if name.endswith("_rss")]
    return [
        ("resident memory, MB", 1e6, {process: f"{process}_rss" for process in processes}),
        ("anonymous memory, MB", 1e6, {process: f"{process}_anonymous" for process in processes}),
        ("descriptors", 1, {**{process: f"{process}_descriptors" for process in processes}, "clients": "connections"}),
        ("database, MB", 1e6, {"whole": "database_bytes", "kept for ever": "kept_bytes", "rest": "passing_bytes"}),
        ("artifacts, MB", 1e6, {"artifacts": "artifact_bytes"}),
        ("open jobs", 1, {"jobs": "open_jobs"}),
    ]


def draw(rows):
    begin, end = rows[0]["elapsed"], rows[-1]["elapsed"]
    parts, top = [], 30
    for title, unit, lines in panels(rows):
        values = {label: series(rows, name) for label, name in lines.items()}
        most = max((y / unit for points in values.values() for _, y in points), default=1) or 1
        parts.append(f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{title}</text>')
        for share in (0, 0.5, 1):
            y = top + HEIGHT * (1 - share)
            parts.append(f'<line x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y}" y2="{y}" stroke="#ddd"/>')
            parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{most * share:.4g}</text>')
        for number, (label, points) in enumerate(values.items()):
            color = COLORS[number % len(COLORS)]
            path = " ".join(
                f"{LEFT + WIDTH * (x - begin) / max(1, end - begin):.1f},{top + HEIGHT * (1 - y / unit / most):.1f}" for x, y in points)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="1.2"/>')
            parts.append(f'<text x="{LEFT + 260 + 130 * number}" y="{top - 8}" fill="{color}">{label}</text>')
        top += HEIGHT + GAP
    parts.append(f'<text x="{LEFT + WIDTH}" y="{top - 20}" text-anchor="end">{(end - begin) / 60:.0f} minutes</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" height="{top}" font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>\n')
