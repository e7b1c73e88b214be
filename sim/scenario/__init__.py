"""YAML in, one frozen scenario out."""
