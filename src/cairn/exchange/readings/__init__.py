"""Readings that an organisation has in a spreadsheet: each row one filled-in scale of somebody who is on record."""
