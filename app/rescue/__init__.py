"""Teams, stores, experts, shelters, vehicles: what can be called upon."""
