"""Questions on a terminal, and the walks that ask them."""
