"""Who asks? Time: rows that are due are claimed, looked at and released."""
