"""预案库 and 专项指挥部: what is to be done by whom, thought out beforehand. Knows no incident."""
