"""What a set of demonstrations holds and how good it is: measured, drawn, and written as pages."""
