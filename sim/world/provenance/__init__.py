"""Provenance: through which places matter has passed, followed down the chain month by month."""
