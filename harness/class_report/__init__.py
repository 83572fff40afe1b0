"""The class report: how a course did, for its lecturer, made of stored grades alone."""
