"""Who serves when: crews, rotation, conflicts, changes, publishing."""
