"""Licences: applications, decisions, and what may leave."""
