"""Lines of NMEA 0183 receivers and of Kenwood base radios (FleetSync, NEXEDGE). radio.md 6."""
