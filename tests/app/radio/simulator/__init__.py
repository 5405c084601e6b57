"""The simulated gateway itself: world, tracks, bad line, ports, scenarios, console."""
