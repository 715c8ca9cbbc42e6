"""Templates compiled once for each process, however many applications it makes; compiling costs more than rendering."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Bytecode in memory, by template and checksum of its source: a template that has changed is compiled anew."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket what was compiled of this source, if anything was."""
        held = self._held.get((bucket.key, bucket.checksum))
        if held is not None:
            bucket.bytecode_from_string(held)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self._held[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()
