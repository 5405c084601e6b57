"""统计: incidents of this year beside the last, in a table and two plots."""
