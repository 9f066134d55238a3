"""What can we ask? Reads only; the account comes first."""
