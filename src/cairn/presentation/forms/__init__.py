"""Blank forms on paper, and for a word processor, made from the definition."""
