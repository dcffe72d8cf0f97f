"""Every rule against small repositories shaped like a user's; see `cases.py` for how they are laid out."""
