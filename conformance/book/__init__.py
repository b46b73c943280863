"""The formula book: pages in Markdown about every formula, written from the spec."""

from nnconform.conformance.book.pages import write as write
