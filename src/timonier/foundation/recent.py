"""What was made lately and can be made again: a bounded memory of the process, shared by its threads."""

from collections import OrderedDict
from threading import Lock


class Recent[Key, Value]:
    """At most `most` values; the one that came first goes for a new one. Nobody changes what he gets from it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """The value, if it is still there."""
        return self._values.get(key)

    def keep(self, key: Key, value: Value) -> None:
        """Remember it."""
        with self._lock:
            while len(self._values) >= self.most:
                self._values.popitem(last=False)
            self._values[key] = value

    def forget(self) -> None:
        """Nothing is there any more."""
        with self._lock:
            self._values.clear()
