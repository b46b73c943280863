"""A row's length for each word."""

def embedding_parameter_count(*, num_embeddings, embedding_dim):
    return sum(embedding_dim for _ in range(num_embeddings))
