"""An authority takes everything it has here with it, in formats that need no Mooring; and leaves, without a trace in
what the others have."""
