"""One file a family; `coe.tasks.catalogue` names them. Each file ends in one `FAMILY`."""
