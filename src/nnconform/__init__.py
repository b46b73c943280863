"""Reference-spec conformance suite and grader for the formulas of deep learning.

Import from the subpackages: ``nnconform.spec``, ``nnconform.reference``,
``nnconform.adapters``, ``nnconform.conformance`` and ``nnconform.reports``.
"""
