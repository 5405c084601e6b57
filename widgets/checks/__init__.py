"""What a shift asks and checks: roll call, zero reports, spot checks, equipment, papers."""
