"""What do we remember? The only Django app with tables of its own."""
