"""The command line. Exit 0 good, 1 refused, 2 misuse."""

import argparse
import os
import sys
from collections.abc import Sequence

from cairn.interfaces.cli import check, data, demonstrate, importing, measure, returning, scales, scoring, serve, setup
from cairn.interfaces.cli.output import print_problems
from cairn.kernel.problems import Refused

COMMANDS = (serve, demonstrate, setup, check, scoring, scales, measure, data, importing, returning)


def parser() -> argparse.ArgumentParser:
    """All commands. Misuse ends with exit 2, as argparse does."""
    top = argparse.ArgumentParser(prog="cairn", description="Record what changes in people's lives, once.")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add_to(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except Refused as refused:
        print_problems(refused.problems)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader has seen enough: `cairn doctor | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
