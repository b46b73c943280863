"""Sweeps: every input of an elementwise formula, filtered in wider arithmetic, proved on balls."""
