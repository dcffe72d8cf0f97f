"""Forges: asks them for reviews, and writes verdicts and comments to where people are."""
