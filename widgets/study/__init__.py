"""制度与培训: special periods, responses, trainings, cards of knowledge, rules of the room."""
