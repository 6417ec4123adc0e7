"""Words on several lines of a picture, which cannot wrap them itself."""


def wrapped(words: str, width: int, most: int = 3) -> list[str]:
    """Words on at most so many lines, the last cut short where they do not fit; no word is broken."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]
