"""What can we do? The only writers: one short transaction each."""
