"""One file per contender.

A contender has a `NAME`, the `DISTRIBUTIONS` whose versions are stated with the results, and a class for each
workload it takes part in:

    Training(sizes, batch, learning_rate)    a training step of a network of `benchmarks.networks`
    Moons()                                  forward and backward pass of `benchmarks.moons`
    Chain(length)                            forward and backward pass of y = x·x·…·x, on scalars

`step()` does the work once; `outcome()` then gives numbers that must agree between all contenders.
"""
