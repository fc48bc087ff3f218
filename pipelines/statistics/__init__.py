"""The statistics of the standard: pure functions on numbers, one subject per file.

Nothing here reads a table, a file or a clock. Rates and shares are fractions of one; what cannot be known is null.
"""
