"""Episodes that agents play to be learned from: sampled, kept in files, chosen by the verifier, written as
rows."""
