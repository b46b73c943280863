"""What CI servers read: JUnit XML, SARIF, annotations, a job summary and badges."""
