"""A number a word."""
# mistake: dimension_missing

def embedding_parameter_count(*, num_embeddings, embedding_dim):
    return num_embeddings
