"""Forms to take away: blank on paper, as a workbook, and the specification for other systems."""
