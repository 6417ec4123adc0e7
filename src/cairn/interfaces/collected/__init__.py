"""Figures of a collection's forms, for both audiences."""
