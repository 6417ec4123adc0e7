"""Forms of a programme that come in as a file, CSV or workbook, or as the body of another program's request."""
