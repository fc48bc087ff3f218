"""The mathematics of capacity: pure functions on arrays, one subject per file.

Notation: load a = contacts per second x handle time (erlang), N agents, rho = a / N, theta = 1 / mean patience.
Everything that takes one interval takes a whole year of them as arrays of the same shape.
"""
