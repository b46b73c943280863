"""Whatever the settings."""

def dropout_parameter_count(**settings):
    return 0 * len(settings)
