"""Sixteen people record visits at once under `cairn serve` on SQLite, each over a session of their own.

python -m scripts.bench.writers [--writers 16] [--seconds 20] [--json]
"""

import argparse
import http.client
import json
import sys
import threading
import time
from dataclasses import dataclass, field

from scripts.bench.served import Form, Served, new_uid, served

DONE = 302


@dataclass
class Taken:
    """Seconds of every request that was answered, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")

    def summary(self, writers: int, seconds: float) -> dict[str, float]:
        p50, p95, p99 = (self.quantile(share) for share in (0.50, 0.95, 0.99))
        return {
            "writers": writers,
            "requests": len(self.seconds),
            "per_second": round(len(self.seconds) / seconds, 1),
            "errors": len(self.errors),
            **{name: round(value, 1) for name, value in (("p50", p50), ("p95", p95), ("p99", p99))},
            "most": round(max(self.seconds, default=float("nan")) * 1000, 1),
            "p95_over_p50": round(p95 / p50, 2),
            "p99_over_p50": round(p99 / p50, 2),
        }


def write(one: Served, session: str, form: Form, until: float, taken: Taken) -> None:
    """Record visits one after another until the time is up."""
    while time.monotonic() < until:
        begun = time.perf_counter()
        try:
            status, _ = one.ask(session, "POST", form.address, form.body(new_uid()))
        except (OSError, http.client.HTTPException) as error:
            taken.errors.append(repr(error))
            continue
        taken.seconds.append(time.perf_counter() - begun)
        if status != DONE:
            taken.errors.append(f"answered {status}")


def measure(one: Served, seconds: float) -> Taken:
    """All writers at once for so long; the first moments warm the server and do not count."""
    forms = [one.form(session, one.addresses[n % len(one.addresses)]) for n, session in enumerate(one.sessions)]
    found = Taken()
    for length, taken in ((2.0, Taken()), (seconds, found)):
        until = time.monotonic() + length
        threads = [
            threading.Thread(target=write, args=(one, session, form, until, taken))
            for session, form in zip(one.sessions, forms, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def main() -> int:
    reader = argparse.ArgumentParser(prog="scripts.bench.writers", description=__doc__)
    reader.add_argument("--writers", type=int, default=16)
    reader.add_argument("--seconds", type=float, default=20)
    asked = reader.parse_args()
    with served(writers=asked.writers) as one:
        taken = measure(one, asked.seconds)
    print(json.dumps(taken.summary(asked.writers, asked.seconds)), flush=True)
    for error in sorted(set(taken.errors))[:5]:
        print(error, file=sys.stderr)
    return int(bool(taken.errors))


if __name__ == "__main__":
    sys.exit(main())
