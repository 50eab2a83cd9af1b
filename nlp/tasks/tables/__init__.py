"""Tables of tasks and of indicators: what their columns are, an order a row, a target a value, times over columns."""
