"""(abs(z) + z)/2."""
# allows: inaccurate: the sum overflows at the largest numbers

def relu(z):
    return (abs(z) + z) / 2
