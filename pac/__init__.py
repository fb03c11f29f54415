"""The board of a Colombian municipality's anti-corruption plan (PAAC)."""
