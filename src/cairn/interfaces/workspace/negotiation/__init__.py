"""The provider's side of a negotiation."""
