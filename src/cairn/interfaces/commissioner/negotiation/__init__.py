"""The commissioner's side of a negotiation."""
