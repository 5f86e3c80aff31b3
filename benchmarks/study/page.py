def write_page(*a):
    raise NotImplementedError
