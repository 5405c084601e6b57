"""可视化演练 on the screen."""
