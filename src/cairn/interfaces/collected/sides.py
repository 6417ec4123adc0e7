"""Whose page it is, and where its neighbours are."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from cairn.interfaces.pages import Request, address, show


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its space of addresses."""

    space: str

    def show(self, request: Request, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        """A page, with the addresses of its neighbours."""

        def at(page: str, **about: Any) -> str:
            return address(request, f"{self.space}:{page}", **about)

        return show(request, f"collected/{template}", status=status, at=at, side=self, **more)


PROVIDER = Side("workspace")
COMMISSIONER = Side("commissioner")
