"""Figures of the forms of a programme, as a provider, an authority and whoever runs the collection read them."""
