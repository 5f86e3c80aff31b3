"""Chain of edits as an environment package of `verifiers` (version 0.4); its id is `chain-of-edits`.

A task is a problem with a draft. The environment speaks as the user: it shows the draft with a verdict on
every line, the model answers with one edit command, and so on until the draft is solved, the model says EXIT,
or the commands are used up. The reward is that of the project's own environment.
"""

from chain_of_edits.chat import ChatHarness
from chain_of_edits.environment import (
    ChainOfEditsConfig,
    ChainOfEditsEnv,
    ChainOfEditsEnvConfig,
    load_environment,
)
from chain_of_edits.taskset import ChainOfEditsTaskset

__all__ = [
    "ChainOfEditsConfig",
    "ChainOfEditsEnv",
    "ChainOfEditsEnvConfig",
    "ChainOfEditsTaskset",
    "ChatHarness",
    "load_environment",
]
