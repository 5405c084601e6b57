"""370 MHz gateways: frames, session, link, roster, texts, alarms, simulator."""
