"""The world's arrays as the vendors' own records: one SQL statement per endpoint, JSON text out."""
