"""Delivery: what is published arrives once, or its owner knows why not."""
