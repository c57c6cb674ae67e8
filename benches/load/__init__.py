"""What benchmarks of batches share: an endpoint that answers late and counts, documents, databases."""
