"""p is counted."""
# mistake: probability_counted

def dropout_parameter_count():
    return 1
