"""The page 对账: changes that were not let through, and what became of a record."""
