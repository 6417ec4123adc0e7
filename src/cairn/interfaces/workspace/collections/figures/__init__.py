"""Figures of a collection's forms: addresses, and who may open them."""
