"""The project's own fake cameras: a real RTSP server in a process of its own."""
