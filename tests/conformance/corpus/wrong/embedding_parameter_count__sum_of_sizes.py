"""Adds the sizes."""
# mistake: sum_of_sizes

def embedding_parameter_count(*, num_embeddings, embedding_dim):
    return num_embeddings + embedding_dim
