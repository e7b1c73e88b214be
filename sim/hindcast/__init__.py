"""Recorded episodes, replayed and scored: does the model give what was seen?"""
