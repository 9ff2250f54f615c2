"""step_through: a computation and its backward pass, message by message."""
