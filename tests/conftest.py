"""No test is timed: a slow machine proves a law as well as a fast one."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
if settings.get_current_profile_name() == "default":
    settings.load_profile("house")
