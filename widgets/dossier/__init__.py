"""Windows of the dossier: the time axis, folders, the archive."""
