"""The living example that `bundel demo` shows: invented people, made through the same acts as real ones."""
