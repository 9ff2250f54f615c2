"""The bar rules, by NumPy's own chapters. A page of rules scans as a table of formulas."""
