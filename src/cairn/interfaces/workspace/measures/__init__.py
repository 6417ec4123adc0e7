"""Measures of one's own in the browser: put together, tried on real records, published, given next versions."""
