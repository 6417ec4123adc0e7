"""Forms of a programme sent as a file: choosing it, what was found, what to do about it, the receipt."""
