"""370 MHz gateways: drivers, ports, roster, calls, texts, alarms, simulator."""
