"""Properties are tried often enough to find what is wrong, on machines of any speed."""

from hypothesis import settings

settings.register_profile("kith", max_examples=60, deadline=None)
settings.load_profile("kith")
