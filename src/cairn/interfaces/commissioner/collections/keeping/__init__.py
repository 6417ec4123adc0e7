"""Collections as whoever runs them, and each authority in them, keep them."""
