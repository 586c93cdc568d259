"""A port whose clock is a number: pauses take no time, and tests see how long they were."""

from crucible.config import Settings
from crucible.credentials import Secret
from crucible.transport.blocking import BlockingPort

KEY = "planted-key-5711"


class ClockPort(BlockingPort):
    """Talks to a server like any other, but never sleeps."""

    def __init__(self, url):
        super().__init__(Settings(f"{url}/api/v3", Secret(KEY)), answer_seconds=5.0)
        self.now = 1000.0
        self.pauses = []

    async def sleep(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds

    def clock(self):
        return self.now
