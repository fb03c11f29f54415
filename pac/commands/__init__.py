"""The orders of the command line, a module each; ``pac/__main__.py`` runs them."""
