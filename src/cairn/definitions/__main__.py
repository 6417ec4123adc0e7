"""`python -m cairn.definitions check|lock`: exit 0 good, 1 refused, 2 misuse."""

import sys

from cairn.definitions.checking import check, lock


def main(arguments: list[str]) -> int:
    """Do what was asked, and say it."""
    if arguments == ["lock"]:
        sys.stdout.write("\n".join(lock()) + "\nLocked.\n")
        return 0
    if arguments != ["check"]:
        sys.stderr.write("Use: python -m cairn.definitions check|lock\n")
        return 2
    problems = check()
    sys.stdout.write("".join(f"{problem.message}\n    {problem.fix}\n" for problem in problems))
    sys.stdout.write(f"{len(problems)} problems.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
