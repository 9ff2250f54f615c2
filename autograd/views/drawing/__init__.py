"""draw: a computation graph as a picture."""
