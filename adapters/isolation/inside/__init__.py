"""What runs beside a submission: standard library and NumPy only, and nothing of the suite.

The folder is mounted, or copied, into the sandbox as a package of its own; the grader reads its
wire format from here too. Nothing in it knows a formula, an expected value or an assignment.
"""
