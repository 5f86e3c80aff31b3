"""`python -m coe` is `coe`."""

from coe.cli.main import main

main()
