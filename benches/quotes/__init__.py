"""What the benchmark of locating quotes is made of: texts with quotes, right and wrong, and the peers that are measured."""
