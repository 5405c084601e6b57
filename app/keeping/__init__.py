"""What keeps the record from being lost: backups, their age, and room on the disk."""
