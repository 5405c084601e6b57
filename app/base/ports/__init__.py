"""Ports: serial devices, serial device servers on the network, recordings; one thread each."""
