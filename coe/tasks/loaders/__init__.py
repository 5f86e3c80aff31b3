"""Problems from files and data sets of others, streamed: see `coe.tasks.loaders.loading`."""
