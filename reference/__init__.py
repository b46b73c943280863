"""The formulas in plain NumPy, right to the last digits: what a student should read."""

from ._validation import (
    DomainError as DomainError,
    ShapeError as ShapeError,
)
from .activations import (
    elu as elu,
    identity as identity,
    leaky_relu as leaky_relu,
    prelu as prelu,
    relu as relu,
    sigmoid as sigmoid,
    softmax as softmax,
    softplus as softplus,
    step as step,
    tanh as tanh,
)
from .backpropagation import (
    binary_cross_entropy_output_gradient as binary_cross_entropy_output_gradient,
    chain_rule as chain_rule,
    delta_rule as delta_rule,
    dense_backward as dense_backward,
    gradient_descent_update as gradient_descent_update,
    layer_delta as layer_delta,
    minibatch_gradient as minibatch_gradient,
    mlp_backward as mlp_backward,
    train_step as train_step,
)
from .counts import (
    batch_norm_parameter_count as batch_norm_parameter_count,
    conv1d_parameter_count as conv1d_parameter_count,
    conv2d_parameter_count as conv2d_parameter_count,
    dense_parameter_count as dense_parameter_count,
    dropout_parameter_count as dropout_parameter_count,
    embedding_parameter_count as embedding_parameter_count,
    gru_parameter_count as gru_parameter_count,
    lstm_parameter_count as lstm_parameter_count,
    max_pool_parameter_count as max_pool_parameter_count,
    prelu_parameter_count as prelu_parameter_count,
    simple_rnn_parameter_count as simple_rnn_parameter_count,
)
from .derivatives import (
    elu_derivative as elu_derivative,
    identity_derivative as identity_derivative,
    leaky_relu_derivative as leaky_relu_derivative,
    prelu_derivative as prelu_derivative,
    prelu_gradient as prelu_gradient,
    relu_derivative as relu_derivative,
    sigmoid_derivative as sigmoid_derivative,
    softmax_jacobian as softmax_jacobian,
    softplus_derivative as softplus_derivative,
    step_derivative as step_derivative,
    tanh_derivative as tanh_derivative,
)
from .heads import (
    binary_head as binary_head,
    binary_head_gradient as binary_head_gradient,
    multiclass_head as multiclass_head,
    multiclass_head_gradient as multiclass_head_gradient,
    multilabel_head as multilabel_head,
    multilabel_head_gradient as multilabel_head_gradient,
    regression_head as regression_head,
    regression_head_gradient as regression_head_gradient,
)
from .initializers import (
    he_normal as he_normal,
    he_normal_conv2d as he_normal_conv2d,
    he_uniform as he_uniform,
    small_random as small_random,
    xavier_normal as xavier_normal,
    xavier_uniform as xavier_uniform,
    xavier_uniform_conv2d as xavier_uniform_conv2d,
)
from .loss_gradients import (
    binary_cross_entropy_gradient as binary_cross_entropy_gradient,
    categorical_cross_entropy_gradient as categorical_cross_entropy_gradient,
    contrastive_gradient as contrastive_gradient,
    cross_entropy_single_gradient as cross_entropy_single_gradient,
    hinge_gradient as hinge_gradient,
    huber_gradient as huber_gradient,
    kl_divergence_gradient as kl_divergence_gradient,
    l1_penalty_gradient as l1_penalty_gradient,
    l2_penalty_gradient as l2_penalty_gradient,
    mae_gradient as mae_gradient,
    margin_ranking_gradient as margin_ranking_gradient,
    mse_gradient as mse_gradient,
    negative_log_likelihood_gradient as negative_log_likelihood_gradient,
    pixelwise_cross_entropy_gradient as pixelwise_cross_entropy_gradient,
    sparse_categorical_cross_entropy_gradient as sparse_categorical_cross_entropy_gradient,
    squared_error_gradient as squared_error_gradient,
    triplet_gradient as triplet_gradient,
)
from .losses import (
    binary_cross_entropy as binary_cross_entropy,
    categorical_cross_entropy as categorical_cross_entropy,
    contrastive as contrastive,
    cross_entropy_single as cross_entropy_single,
    hinge as hinge,
    huber as huber,
    kl_divergence as kl_divergence,
    l1_penalty as l1_penalty,
    l2_penalty as l2_penalty,
    mae as mae,
    margin_ranking as margin_ranking,
    mse as mse,
    negative_log_likelihood as negative_log_likelihood,
    pixelwise_cross_entropy as pixelwise_cross_entropy,
    sparse_categorical_cross_entropy as sparse_categorical_cross_entropy,
    squared_error as squared_error,
    triplet as triplet,
)
from .metrics import (
    accuracy as accuracy,
    auc_roc as auc_roc,
    f1 as f1,
    precision as precision,
    recall as recall,
)
from .neurons import (
    dense as dense,
    mlp_forward as mlp_forward,
    neuron as neuron,
    neuron_gradient as neuron_gradient,
    perceptron as perceptron,
    weighted_sum as weighted_sum,
    weighted_sum_gradient as weighted_sum_gradient,
)
from .optimizer_steps import (
    adadelta_step as adadelta_step,
    adagrad_step as adagrad_step,
    adam_moments_step as adam_moments_step,
    adam_step as adam_step,
    momentum_step as momentum_step,
    rmsprop_step as rmsprop_step,
    sgd_step as sgd_step,
)
from .optimizers import (
    adadelta as adadelta,
    adagrad as adagrad,
    adam as adam,
    adam_moments as adam_moments,
    momentum as momentum,
    rmsprop as rmsprop,
    sgd as sgd,
)
from .regularization import (
    batch_norm as batch_norm,
    clip_by_norm as clip_by_norm,
    clip_by_value as clip_by_value,
    dropout as dropout,
)
from .worked_networks import (
    backpropagation_example as backpropagation_example,
    forward_example as forward_example,
)
