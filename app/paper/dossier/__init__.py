"""Papers of a dossier, drawn from the record of one incident: one file for each kind."""
