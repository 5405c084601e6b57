"""The log, the instructions and the console page of the shift."""
