"""Coverage-guided fuzzing: what no input may do, as functions of bytes."""
