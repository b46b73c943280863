"""``python -m nnconform.conformance`` is the command line."""

from nnconform.conformance.cli import main

main(prog_name="nnconform")
