"""Multiplies by one."""

identity = lambda z: 1 * z
