"""Who may open the figures of a collection: whoever reads their organisation's figures, and an authority's readers."""

from tests.matrix.pages import COMMISSIONERS, FIGURES, Page, show


def _of(side: str, may: frozenset[str]) -> list[Page]:
    return [
        show(f"{side}:collected", may),
        show(f"{side}:collected_headline", may),
        show(f"{side}:collected_need", may),
        show(f"{side}:collected_table", may),
        show(f"{side}:collected_quality", may),
        show(f"{side}:collected_completion", may),
    ]


COLLECTED = [*_of("workspace", FIGURES), *_of("commissioner", COMMISSIONERS)]
