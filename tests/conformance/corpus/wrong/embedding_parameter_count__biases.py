"""With biases."""
# mistake: biases_counted

def embedding_parameter_count(*, num_embeddings, embedding_dim):
    return (num_embeddings + 1) * embedding_dim
