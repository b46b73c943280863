"""A product."""

def embedding_parameter_count(*, num_embeddings, embedding_dim):
    return num_embeddings * embedding_dim
