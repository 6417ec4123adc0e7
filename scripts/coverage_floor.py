"""Hold the floors of branch coverage: 100% of rules, scoring, measures, disclosure and access; 95% of actions and queries."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FLOORS = (
    (100.0, re.compile(r"/(rules(\.py|/)|scales/scoring/|insight/measures/|insight/disclosure/|access/)")),
    (95.0, re.compile(r"/(actions/|queries(\.py|/))")),
)


def main() -> int:
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "-q"], check=False)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([*coverage, "json", "-q", "-o", file.name], check=True)
        files = json.loads(Path(file.name).read_text())["files"]
    low = [line for path, data in sorted(files.items()) if (line := below(path, data))]
    print("\n".join(low) if low else "Branch coverage stands above its floors.")
    return int(bool(low))


def below(path: str, data: dict) -> str:
    """A line about a file that lies under its floor, or nothing."""
    floor = next((floor for floor, pattern in FLOORS if pattern.search(path)), 0.0)
    reached = data["summary"]["percent_covered"]
    lines = data.get("missing_lines", [])[:8]
    return f"{path}: {reached:.1f}% of {floor:.0f}% (lines {lines})" if reached < floor else ""


if __name__ == "__main__":
    sys.exit(main())
