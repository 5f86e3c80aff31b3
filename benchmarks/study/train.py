TOKENS = 300_000


def train_arms(*a):
    raise NotImplementedError
