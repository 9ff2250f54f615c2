"""How Hypothesis runs here."""

import os

from hypothesis import HealthCheck, settings

# No deadlines and no "too slow" verdicts: both measure the machine, and continuous integration runs on small,
# shared and noisy ones.
NO_CLOCK = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

# On a developer's machine every run tries new examples, and failures are kept and tried first next time.
settings.register_profile("explore", print_blob=True, **NO_CLOCK)

# In continuous integration the examples are the same in every run: what goes red there is red because of the
# change under test, and anyone can see the same failure again.
settings.register_profile("ci", derandomize=True, database=None, print_blob=True, **NO_CLOCK)

settings.load_profile("ci" if os.environ.get("CI") else "explore")
