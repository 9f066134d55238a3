"""What do we believe? Pure functions over plain data: no clock, no network, no database."""
