"""Commands that make the shipped data of answering: weights, tables; never imported by it."""
