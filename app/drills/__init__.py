"""可视化演练: drawn targets, connections with their times, and three rates."""
