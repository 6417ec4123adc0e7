"""Negotiation on screen: what both sides' pages share. Each side's own package names its addresses and who may open them."""
