"""JAX as a Rosetta stone: what is counted; JAX has neither layers nor metrics.

Tested with jax 0.10.2 and optax 0.2.8.
"""

DOCUMENT_FORM: dict[str, str] = {}
_LAYERS = "jax.nn has no layers whose parameters could be counted; flax, haiku and equinox have"
_METRICS = "no metrics in JAX or optax; clu.metrics and scikit-learn are packages of their own"
MISSING = dict.fromkeys(
    ("dense_parameter_count", "conv1d_parameter_count", "conv2d_parameter_count",
     "embedding_parameter_count", "simple_rnn_parameter_count", "lstm_parameter_count",
     "gru_parameter_count", "batch_norm_parameter_count", "prelu_parameter_count",
     "dropout_parameter_count", "max_pool_parameter_count"),
    _LAYERS,
) | dict.fromkeys(("accuracy", "precision", "recall", "f1", "auc_roc"), _METRICS)  # fmt: skip
