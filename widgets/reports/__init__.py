"""报告: the board of clocks, the texts of a report, its paper, and its way out of the house."""
