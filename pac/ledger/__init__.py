"""The versions of the board: kept for ever, chained by their codes; who may add one; backups."""
