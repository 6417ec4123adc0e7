"""A form that an organisation writes itself: begun, built step by step, seen as it will be, published."""
