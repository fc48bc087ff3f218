"""Registers: every number leads to a decision, every requirement to a number."""
