"""derive: the forward and the backward pass of a computation as equations."""
