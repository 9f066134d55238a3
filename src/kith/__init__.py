"""Kith: the self-hosted home of a personal learning network."""

__version__ = "0.1.0"
