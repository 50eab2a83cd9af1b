"""How many wrong passwords a minute: from one address, and for one name."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Attempts:
    """Counts wrong tries in this process; a right password is not counted."""

    def __init__(self, a_minute: int) -> None:
        self.limiter = MovingWindowRateLimiter(MemoryStorage())
        self.of_name = RateLimitItemPerMinute(a_minute)
        self.of_address = RateLimitItemPerMinute(a_minute * 4)  # an office may share one address

    def too_many(self, name: str, address: str) -> bool:
        """Whether the next try has to wait."""
        name_left = self.limiter.test(self.of_name, "name", name)
        return not (name_left and self.limiter.test(self.of_address, "address", address))

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong try."""
        self.limiter.hit(self.of_name, "name", name)
        self.limiter.hit(self.of_address, "address", address)
