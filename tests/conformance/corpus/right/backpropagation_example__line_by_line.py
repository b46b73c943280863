"""Line by line."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def backpropagation_example(x1, x2, w11, w21, w12, w22, w13, w23, target, *, eta=1.0):
    a1 = w11*x1 + w21*x2
    y3 = sigmoid(a1)
    a2 = w12*x1 + w22*x2
    y4 = sigmoid(a2)
    a3 = w13*y3 + w23*y4
    y5 = sigmoid(a3)
    error = target - y5
    delta5 = y5*(1 - y5)*error
    delta3 = y3*(1 - y3)*(w13*delta5)
    delta4 = y4*(1 - y4)*(w23*delta5)
    change_w23 = eta*delta5*y4
    new_w23 = change_w23 + w23
    change_w11 = eta*delta3*x1
    new_w11 = change_w11 + w11
    new_w12 = eta*delta4*x1 + w12
    new_w13 = eta*delta5*y3 + w13
    new_w21 = eta*delta3*x2 + w21
    new_w22 = eta*delta4*x2 + w22
    new_y3 = sigmoid(new_w11*x1 + new_w21*x2)
    new_y4 = sigmoid(new_w12*x1 + new_w22*x2)
    new_y5 = sigmoid(new_w13*new_y3 + new_w23*new_y4)
    new_error = target - new_y5
    return (
        a1,
        y3,
        a2,
        y4,
        a3,
        y5,
        error,
        delta5,
        delta3,
        delta4,
        change_w23,
        new_w23,
        change_w11,
        new_w11,
        new_w12,
        new_w13,
        new_w21,
        new_w22,
        new_y3,
        new_y4,
        new_y5,
        new_error,
    )
