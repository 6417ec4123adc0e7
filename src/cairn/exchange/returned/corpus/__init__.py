"""Wrong files of a made-up return, made from good ones, with the problem that a reader must find beside each."""

from cairn.exchange.returned.corpus.cases import Made, Wanted
from cairn.exchange.returned.corpus.making import every, write

__all__ = ["Made", "Wanted", "every", "write"]
